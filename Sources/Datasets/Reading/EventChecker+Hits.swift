// SPDX-License-Identifier: GPL-3.0-or-later

extension EventChecker {
    mutating func checkHits(_ block: Block, barcodes: [UInt64]) throws(DatasetError) {
        let rows = block.hitOffsets[0]..<block.hitOffsets[block.events.count]
        let particle = try reader.read("tracker_hits/particle", as: Int32.self, rows: rows)
        let names = try reader.read("tracker_hits/particle_id", as: UInt64.self, rows: rows)
        let weight = try reader.read("tracker_hits/weight", as: Double.self, rows: rows)
        let energy = try reader.read("tracker_hits/energy", as: Float.self, rows: rows)
        for event in block.events {
            let particles = block.particles(event)
            var sum = 0.0
            for i in block.hits(event) {
                let row = i - block.hits(event).lowerBound
                if particle[i] < -1 || Int(particle[i]) >= particles.count {
                    note("references", "hit \(row) of event row \(event) has particle \(particle[i])")
                } else {
                    let expected = particle[i] < 0 ? 0 : barcodes[particles.lowerBound + Int(particle[i])]
                    if names[i] != expected {
                        note("barcodes", "hit \(row) of event row \(event) has another barcode than its particle")
                    }
                }
                if !(weight[i] >= 0) { note("hit_weights", "hit \(row) of event row \(event) weighs \(weight[i])") }
                if !(energy[i] >= 0) { note("energies", "hit \(row) of event row \(event) has \(energy[i]) GeV") }
                sum += weight[i]
            }
            if !(sum == 0 || abs(sum - 1) < 1e-9) { note("hit_weights", "event row \(event) sums to \(sum)") }
        }
        if let problem = try geometry.problem(reader, rows) { note("hits_on_modules", problem) }
        try checkShares(block, rows, barcodes: barcodes)
    }

    /// The table of all particles behind each hit.
    private mutating func checkShares(
        _ block: Block, _ rows: Range<Int>, barcodes: [UInt64]
    ) throws(DatasetError) {
        if !reader.has("hit_particles") { return }
        let offsets = try reader.offsets("hit_particles", outerRows: rows)
        let shareRows = offsets[0]..<offsets[rows.count]
        let particle = try reader.read("hit_particles/particle", as: Int32.self, rows: shareRows)
        let names = try reader.read("hit_particles/particle_id", as: UInt64.self, rows: shareRows)
        let fraction = try reader.read("hit_particles/fraction", as: Float.self, rows: shareRows)
        for event in block.events {
            let particles = block.particles(event)
            for hit in block.hits(event) {
                var sum = 0.0
                for i in offsets[hit] - offsets[0]..<offsets[hit + 1] - offsets[0] {
                    if particle[i] < 0 || Int(particle[i]) >= particles.count {
                        note("references", "a share of a hit of event row \(event) names particle \(particle[i])")
                    } else if barcodes[particles.lowerBound + Int(particle[i])] != names[i] {
                        note("barcodes", "a share of a hit of event row \(event) has another barcode than its particle")
                    }
                    if !(fraction[i] >= 0) { note("hit_shares", "event row \(event) has a share of \(fraction[i])") }
                    sum += Double(fraction[i])
                }
                if !(sum <= 1 + 1e-5) { note("hit_shares", "a hit of event row \(event) has shares of \(sum) in all") }
            }
        }
    }
}
