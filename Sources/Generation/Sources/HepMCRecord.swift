// SPDX-License-Identifier: GPL-3.0-or-later
import CHepMC3

/// Reads single events of a HepMC3 file through libhepmc3; one per worker.
///
/// What reaches the library are units, weights, vertices and particles only, each vertex with a line, and particles before
/// the vertices where they end: versions of the library differ in how they read other orders. A vertex that nothing enters,
/// which the library writes but does not read, gets an incoming particle of species 0 and status 0.
final class HepMCRecord: @unchecked Sendable {
    private let event: OpaquePointer?
    private var source: [UInt8] = []
    private var text: [UInt8] = []
    private var graph = HepMCGraph()
    /// By particle of the file: its number in the text.
    private var numbers: [Int] = []
    /// Incoming particles that the file does not have.
    private var sources = 0
    /// First line of the event, but for the counts.
    private var head = (number: "0", place: HepMCGraph.Text(start: 0, end: 0))
    private static let header = Array("HepMC::Version 3.02.05\nHepMC::Asciiv3-START_EVENT_LISTING\n".utf8)
    private static let footer = Array("HepMC::Asciiv3-END_EVENT_LISTING\n".utf8)

    init() { event = eidolon_hepmc3_event_make() }

    deinit { eidolon_hepmc3_event_free(event) }

    /// Every particle stands behind its ancestors.
    var particles: UnsafeBufferPointer<eidolon_hepmc3_particle> {
        UnsafeBufferPointer(start: eidolon_hepmc3_particles(event), count: eidolon_hepmc3_particle_count(event))
    }
    var vertices: UnsafeBufferPointer<eidolon_hepmc3_vertex> {
        UnsafeBufferPointer(start: eidolon_hepmc3_vertices(event), count: eidolon_hepmc3_vertex_count(event))
    }
    var weights: UnsafeBufferPointer<Double> {
        UnsafeBufferPointer(start: eidolon_hepmc3_weights(event), count: eidolon_hepmc3_weight_count(event))
    }

    /// Reads a record that the scanner found good; false if the file has changed since.
    func read(_ record: EventFileIndex.Record, of file: EventFile) -> Bool {
        if source.count < record.length { source = [UInt8](repeating: 0, count: 2 * record.length) }
        let isRead = source.withUnsafeMutableBytes {
            file.read(
                record.offset..<record.offset + record.length,
                into: UnsafeMutableRawBufferPointer(rebasing: $0[..<record.length]))
        }
        guard isRead, collect(record.length) else { return false }
        let good = text.withUnsafeBytes {
            eidolon_hepmc3_event_read(event, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
        }
        return good == 1 && particles.count == graph.particleCount + sources && vertices.count == graph.vertices.count
    }

    /// Takes in the lines and writes them for the library; false if one is not as the scanner saw it.
    private func collect(_ length: Int) -> Bool {
        text.removeAll(keepingCapacity: true)
        return source.withUnsafeBytes { bytes in
            let record = UnsafeRawBufferPointer(rebasing: bytes[..<length])
            var start = 0
            while start < length {
                let end = record[start...].firstIndex(of: 0x0A) ?? length
                let last = end > start && record[end - 1] == 0x0D ? end - 1 : end
                let line = UnsafeRawBufferPointer(rebasing: record[start..<last])
                if line.count >= 2 && line[1] == 0x20 && !take(line, at: start) { return false }
                start = end + 1
            }
            guard graph.finish() == nil else { return false }
            // Units and weights have been collected; the first line comes before them.
            let middle = text
            text = Self.header
            sources = (0..<graph.vertices.count).count { graph.incoming[$0].isEmpty }
            append("E \(head.number) \(graph.vertices.count) \(graph.particleCount + sources)", record, head.place)
            text += middle
            writeGraph(record)
            text += Self.footer
            return true
        }
    }

    private func take(_ line: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        let letter = line[0]
        let problem =
            letter == UInt8(ascii: "E") ? graph.begin(line) : graph.take(line, at: offset, weightCount: 0)
        guard problem == nil else { return false }
        if letter == UInt8(ascii: "E") {
            var fields = RecordFields(line, from: 2)
            head.number = String(fields.integer() ?? 0)
            for _ in 0..<2 { _ = fields.next() }
            head.place = HepMCGraph.Text(start: offset + fields.consumed, end: offset + line.count)
        } else if letter == UInt8(ascii: "U") || letter == UInt8(ascii: "W") {
            append("", line)
        }
        return true
    }

    private func writeGraph(_ record: UnsafeRawBufferPointer) {
        numbers.removeAll(keepingCapacity: true)
        numbers.append(contentsOf: repeatElement(0, count: graph.particleCount))
        var next = 1
        for _ in 0..<sources {
            append("P \(next) 0 0 0 0 0 0 0 0", UnsafeRawBufferPointer(rebasing: record[..<0]))
            next += 1
        }
        var nextSource = 1
        func write(_ particle: Int, from vertex: Int) {
            numbers[particle] = next
            append("P \(next) \(vertex)", record, graph.particleTexts[particle])
            next += 1
        }
        for particle in 0..<graph.particleCount where graph.productions[particle] < 0 { write(particle, from: 0) }
        for (position, vertex) in graph.order.enumerated() {
            var members = graph.incoming[Int(vertex)].map { String(numbers[Int($0)]) }.joined(separator: ",")
            if members.isEmpty {
                members = String(nextSource)
                nextSource += 1
            }
            append("V -\(position + 1) 0 [\(members)]", record, graph.vertices[Int(vertex)].text)
            for particle in graph.outgoing[Int(vertex)] { write(Int(particle), from: -(position + 1)) }
        }
    }

    private func append(_ start: String, _ record: UnsafeRawBufferPointer, _ rest: HepMCGraph.Text) {
        append(start, UnsafeRawBufferPointer(rebasing: record[rest.start..<rest.end]))
    }

    /// The fields with one blank between, since the library steps from blank to blank.
    private func append(_ start: String, _ line: UnsafeRawBufferPointer) {
        text.append(contentsOf: start.utf8)
        var fields = RecordFields(line)
        var isFirst = start.isEmpty
        while let field = fields.next() {
            if !isFirst { text.append(0x20) }
            isFirst = false
            text.append(contentsOf: field)
        }
        text.append(0x0A)
    }
}
