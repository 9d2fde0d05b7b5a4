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

/// The planes and outlines of the modules, as the file gives them.
struct GeometryCheck {
    private let center: [[Double]]
    private let u: [[Double]]
    private let v: [[Double]]
    private let w: [[Double]]
    private let halfUMinimum: [Double]
    private let halfUMaximum: [Double]
    private let halfV: [Double]
    /// Thickness of each module's sensor.
    private let thickness: [Double]
    private let identity: [[Int32]]

    /// Coordinates are float32 of up to some metres: their rounding is below this, mm.
    private static let tolerance = 2e-3

    init(_ reader: DatasetReader) throws(DatasetError) {
        func column(_ name: String) throws(DatasetError) -> [Double] {
            try reader.read("geometry/modules/" + name, as: Double.self)
        }
        func axes(_ names: [String]) throws(DatasetError) -> [[Double]] {
            var columns: [[Double]] = []
            for name in names { columns.append(try column(name)) }
            return columns
        }
        center = try axes(["cx", "cy", "cz"])
        u = try axes(["rot_xu", "rot_yu", "rot_zu"])
        v = try axes(["rot_xv", "rot_yv", "rot_zv"])
        w = try axes(["rot_xw", "rot_yw", "rot_zw"])
        halfUMinimum = try column("module_minhu")
        halfUMaximum = try column("module_maxhu")
        halfV = try column("module_hv")
        var identity: [[Int32]] = []
        for name in ["volume_id", "layer_id", "module_id"] {
            identity.append(try reader.read("geometry/modules/" + name, as: Int32.self))
        }
        self.identity = identity
        let ofLayer = try reader.read("geometry/layers/thickness", as: Double.self)
        let layers = try reader.read("geometry/modules/layer", as: Int32.self)
        thickness = layers.map { $0 >= 0 && Int($0) < ofLayer.count ? ofLayer[Int($0)] : 0 }
    }

    /// The first hit of these rows that is not where its module is.
    func problem(_ reader: DatasetReader, _ rows: Range<Int>) throws(DatasetError) -> String? {
        func floats(_ name: String) throws(DatasetError) -> [Float] {
            try reader.read("tracker_hits/" + name, as: Float.self, rows: rows)
        }
        func integers(_ name: String) throws(DatasetError) -> [Int32] {
            try reader.read("tracker_hits/" + name, as: Int32.self, rows: rows)
        }
        let module = try integers("module")
        let (volume, layer, number) = (try integers("volume_id"), try integers("layer_id"), try integers("module_id"))
        let measured = (try floats("x"), try floats("y"), try floats("z"))
        let truth = (try floats("true_x"), try floats("true_y"), try floats("true_z"))
        for i in module.indices {
            let m = Int(module[i])
            if m < 0 || m >= thickness.count { return "hit row \(rows.lowerBound + i) is on module \(m)" }
            if volume[i] != identity[0][m] || layer[i] != identity[1][m] || number[i] != identity[2][m] {
                return "hit row \(rows.lowerBound + i) has other numbers than its module"
            }
            let seen = local(m, measured.0[i], measured.1[i], measured.2[i])
            let true_ = local(m, truth.0[i], truth.1[i], truth.2[i])
            let depth = thickness[m] / 2 + Self.tolerance
            if !(abs(seen.w) <= depth && abs(true_.w) <= depth) {
                return "hit row \(rows.lowerBound + i) is \(max(abs(seen.w), abs(true_.w))) mm off its module's plane"
            }
            let width =
                halfUMinimum[m] + (halfUMaximum[m] - halfUMinimum[m]) * (true_.v + halfV[m]) / (2 * halfV[m])
            if !(abs(true_.v) <= halfV[m] + Self.tolerance && abs(true_.u) <= width + 2 * Self.tolerance) {
                return "hit row \(rows.lowerBound + i) has its true place beside its module"
            }
        }
        return nil
    }

    private func local(_ m: Int, _ x: Float, _ y: Float, _ z: Float) -> (u: Double, v: Double, w: Double) {
        let (dx, dy, dz) = (Double(x) - center[0][m], Double(y) - center[1][m], Double(z) - center[2][m])
        return (
            dx * u[0][m] + dy * u[1][m] + dz * u[2][m], dx * v[0][m] + dy * v[1][m] + dz * v[2][m],
            dx * w[0][m] + dy * w[1][m] + dz * w[2][m]
        )
    }
}
