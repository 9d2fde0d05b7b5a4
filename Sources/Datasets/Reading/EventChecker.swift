// SPDX-License-Identifier: GPL-3.0-or-later

/// The checks of what events say, a block of events at a time.
struct EventChecker {
    /// The columns of one block of events; references in them are event-local.
    struct Block {
        var events: Range<Int>
        var particleOffsets: [Int]
        var vertexOffsets: [Int]
        var hitOffsets: [Int]

        func particles(_ event: Int) -> Range<Int> { range(particleOffsets, event) }
        func hits(_ event: Int) -> Range<Int> { range(hitOffsets, event) }
        func vertexCount(_ event: Int) -> Int { range(vertexOffsets, event).count }

        /// Rows relative to the block's first.
        private func range(_ offsets: [Int], _ event: Int) -> Range<Int> {
            let i = event - events.lowerBound
            return offsets[i] - offsets[0]..<offsets[i + 1] - offsets[0]
        }
    }

    let reader: DatasetReader
    let geometry: GeometryCheck
    let storesVertices: Bool
    /// The first problem of each check.
    private var problems: [String: String] = [:]

    /// The checks in the order of the report, and what each looks at.
    static let checks: [(name: String, detail: String)] = [
        ("event_numbers", "consecutive from the first event of the plan, or ascending attempts of a selection"),
        ("event_classes", "processes and labels that the file names, additional flavours and trials that can be"),
        ("references", "every reference points into its event"),
        ("barcodes", "unique within the event, and the same wherever a particle is named"),
        ("hit_counts", "particles know the number of their hits"),
        ("hit_weights", "of an event sum to 1, or are all 0, and none is negative"),
        ("hits_on_modules", "hits lie in the plane of their module, true places within its sensor"),
        ("energies", "positive, and on the particle's mass shell"),
        ("hit_shares", "shares of a hit's particles between 0 and 1, at most 1 in all"),
    ]

    init(_ reader: DatasetReader) throws(DatasetError) {
        self.reader = reader
        geometry = try GeometryCheck(reader)
        storesVertices = reader.has("vertices")
    }

    mutating func note(_ check: String, _ problem: @autoclosure () -> String) {
        if problems[check] == nil { problems[check] = problem() }
    }

    func report(to report: inout ValidationReport) {
        for check in Self.checks { report.add(check.name, problem: problems[check.name], detail: check.detail) }
    }

    /// Goes through the file in blocks of at most 256 events, fewer if they are large.
    mutating func checkAll() throws(DatasetError) {
        try checkEventTable()
        var first = 0
        while first < reader.eventCount {
            var count = min(256, reader.eventCount - first)
            while count > 1 {
                let hits = try reader.offsets("tracker_hits", outerRows: first..<first + count)
                let particles = try reader.offsets("particles", outerRows: first..<first + count)
                if hits[count] - hits[0] + particles[count] - particles[0] <= 1_000_000 { break }
                count /= 2
            }
            let events = first..<first + count
            let block = Block(
                events: events, particleOffsets: try reader.offsets("particles", outerRows: events),
                vertexOffsets: storesVertices
                    ? try reader.offsets("vertices", outerRows: events) : Array(repeating: 0, count: count + 1),
                hitOffsets: try reader.offsets("tracker_hits", outerRows: events))
            let barcodes = try checkParticles(block)
            try checkHits(block, barcodes: barcodes)
            try checkVertices(block)
            try checkFailures(block, barcodes: barcodes)
            first += count
        }
    }

    private mutating func checkEventTable() throws(DatasetError) {
        let firstEvent = reader.provenance.firstEvent
        var problems: [(String, String)] = []
        var last = firstEvent - 1
        try reader.forEachBlock("events/event_id", as: Int64.self) { first, values in
            for (i, value) in values.enumerated() {
                let isGood: Bool
                if let attempts = reader.attempts {
                    isGood = value > last && value < firstEvent.addingReportingOverflow(attempts).partialValue
                } else {
                    isGood = value == firstEvent + Int64(first + i)
                }
                last = value
                if isGood { continue }
                problems.append(("event_numbers", "row \(first + i) has event number \(value)"))
                break
            }
        }
        let processCount = reader.processes.count
        try reader.forEachBlock("events/process_id", as: Int32.self) { first, values in
            for (i, value) in values.enumerated() where value < 0 || Int(value) >= processCount {
                problems.append(("event_classes", "row \(first + i) has process \(value), which has no name"))
                break
            }
        }
        if reader.has("events/additional_flavour") {
            try reader.forEachBlock("events/additional_flavour", as: Int8.self) { first, values in
                for (i, value) in values.enumerated() where ![-1, 0, 4, 5].contains(value) {
                    problems.append(("event_classes", "row \(first + i) has additional flavour \(value)"))
                    break
                }
            }
        }
        if reader.has("events/trials") {
            try reader.forEachBlock("events/trials", as: Int32.self) { first, values in
                for (i, value) in values.enumerated() where value < 0 {
                    problems.append(("event_classes", "row \(first + i) has \(value) trials"))
                    break
                }
            }
        }
        let known = reader.labels.map(\.value)
        try reader.forEachBlock("events/label", as: Int32.self) { first, values in
            for (i, value) in values.enumerated() where !known.contains(Int(value)) {
                problems.append(("event_classes", "row \(first + i) has label \(value), which has no name"))
                break
            }
        }
        for (check, problem) in problems { note(check, problem) }
    }

    private mutating func checkParticles(_ block: Block) throws(DatasetError) -> [UInt64] {
        let rows = block.particleOffsets[0]..<block.particleOffsets[block.events.count]
        let barcodes = try reader.read("particles/particle_id", as: UInt64.self, rows: rows)
        let parents = try reader.read("particles/parent", as: Int32.self, rows: rows)
        let vertices = try reader.read("particles/vertex", as: Int32.self, rows: rows)
        let hits = try reader.read("particles/num_tracker_hits", as: Int32.self, rows: rows)
        let mainParticle = try reader.read(
            "tracker_hits/particle", as: Int32.self,
            rows: block.hitOffsets[0]..<block.hitOffsets[block.events.count])
        for event in block.events {
            let range = block.particles(event)
            var seen = Set<UInt64>(minimumCapacity: range.count)
            for i in range {
                let row = i - range.lowerBound
                if barcodes[i] == 0 || !seen.insert(barcodes[i]).inserted {
                    note("barcodes", "particle \(row) of event row \(event) has barcode \(barcodes[i]) again, or 0")
                }
                if parents[i] < -1 || Int(parents[i]) >= range.count || Int(parents[i]) == row {
                    note("references", "particle \(row) of event row \(event) has parent \(parents[i])")
                }
                let vertex = Int(vertices[i])
                if storesVertices ? vertex < 0 || vertex >= block.vertexCount(event) : vertex != -1 {
                    note("references", "particle \(row) of event row \(event) has vertex \(vertices[i])")
                }
            }
            var counted = [Int32](repeating: 0, count: range.count)
            for i in block.hits(event) where mainParticle[i] >= 0 && Int(mainParticle[i]) < range.count {
                counted[Int(mainParticle[i])] += 1
            }
            for i in range where counted[i - range.lowerBound] != hits[i] {
                let row = i - range.lowerBound
                note("hit_counts", "particle \(row) of event row \(event) has \(hits[i]) hits, not \(counted[row])")
            }
        }
        try checkShell(rows)
        return barcodes
    }

    /// Energy and momentum agree with the mass, within the precision of float32.
    private mutating func checkShell(_ rows: Range<Int>) throws(DatasetError) {
        let px = try reader.read("particles/px", as: Float.self, rows: rows)
        let py = try reader.read("particles/py", as: Float.self, rows: rows)
        let pz = try reader.read("particles/pz", as: Float.self, rows: rows)
        let mass = try reader.read("particles/mass", as: Float.self, rows: rows)
        let energy = try reader.read("particles/energy", as: Float.self, rows: rows)
        for i in px.indices {
            let (x, y, z, m, e) = (Double(px[i]), Double(py[i]), Double(pz[i]), Double(mass[i]), Double(energy[i]))
            let expected = (x * x + y * y + z * z + m * m).squareRoot()
            if !(m >= 0 && e >= 0 && abs(e - expected) <= 1e-5 * expected + 1e-9) {
                note("energies", "particle row \(rows.lowerBound + i) has energy \(e) GeV instead of \(expected)")
                return
            }
        }
    }

    private mutating func checkVertices(_ block: Block) throws(DatasetError) {
        guard storesVertices else { return }
        let rows = block.vertexOffsets[0]..<block.vertexOffsets[block.events.count]
        let incoming = try reader.read("vertices/incoming", as: Int32.self, rows: rows)
        var i = 0
        for event in block.events {
            for row in 0..<block.vertexCount(event) {
                if incoming[i] < -1 || Int(incoming[i]) >= block.particles(event).count {
                    note("references", "vertex \(row) of event row \(event) has incoming particle \(incoming[i])")
                }
                i += 1
            }
        }
    }

    private mutating func checkFailures(_ block: Block, barcodes: [UInt64]) throws(DatasetError) {
        let offsets = try reader.offsets("failures", outerRows: block.events)
        let rows = offsets[0]..<offsets[block.events.count]
        let particles = try reader.read("failures/particle", as: Int32.self, rows: rows)
        let names = try reader.read("failures/particle_id", as: UInt64.self, rows: rows)
        for (k, event) in block.events.enumerated() {
            let range = block.particles(event)
            for i in offsets[k] - offsets[0]..<offsets[k + 1] - offsets[0] {
                if particles[i] < 0 || Int(particles[i]) >= range.count {
                    note("references", "a failure of event row \(event) names particle \(particles[i])")
                } else if barcodes[range.lowerBound + Int(particles[i])] != names[i] {
                    note("barcodes", "a failure of event row \(event) has another barcode than its particle")
                }
            }
        }
    }
}
