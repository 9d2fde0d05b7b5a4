// SPDX-License-Identifier: GPL-3.0-or-later
import CHepMC3
import Glibc

/// Writes the generated events of a dataset as one HepMC3 file in ASCII, units GEV and MM, times as c t in mm.
///
/// Written are all particles and vertices of the generator that the dataset holds; what the transport made is left out,
/// since a particle there goes on after a vertex. Final particles have status 1, those that the generator decayed in
/// flight 2, resonances of the hard process 22 and its quarks, gluons and leptons 23. A collision takes in two protons of
/// the beams (status 4), any other vertex that nothing enters a particle of species 0. Weights keep their names; the event
/// number is that of the dataset.
public struct HepMC3Export: Sendable {
    public struct Options: Sendable {
        /// Positions of the events in the file; nil for all.
        public var events: Range<Int>?
        /// Energy of each beam, GeV.
        public var beamEnergy: Double
        /// Replaces an earlier export in the folder.
        public var force: Bool
        public init(events: Range<Int>? = nil, beamEnergy: Double, force: Bool = false) {
            self.events = events
            self.beamEnergy = beamEnergy
            self.force = force
        }
    }

    /// Exports into a folder, which is made if it is missing. The file has its name only when it is whole.
    ///
    /// - Returns: the file, `events.hepmc3` in the folder.
    /// - Throws: `badRequest` for events that are not inside or a dataset without vertices, `exists` if the folder holds
    ///   an earlier export, `corrupt` if the dataset contradicts itself, `inputOutput` if the file cannot be written.
    @discardableResult
    public static func export(
        _ reader: DatasetReader, to folder: String, options: Options
    ) throws(DatasetError) -> String {
        let events = try EventFiles.positions(options.events, in: reader)
        guard reader.has("vertices") else {
            throw DatasetError(
                .badRequest, path: reader.path,
                reason:
                    "it holds no vertices, which a HepMC3 file is made of; generate it with `keep: {vertices: true}`")
        }
        try EventFiles.prepare(folder, force: options.force) { $0 == name }
        let path = folder + "/" + name
        let temporary = path + ".partial"
        do {
            try write(reader, events, to: temporary, options)
            try FileSystem.rename(temporary, to: path, replacing: true)
        } catch {
            try? FileSystem.remove(temporary)
            throw error
        }
        return path
    }

    private static let name = "events.hepmc3"

    private static func write(
        _ reader: DatasetReader, _ events: Range<Int>, to path: String, _ options: Options
    ) throws(DatasetError) {
        let file = try HepMC3File(path, names: reader.weightNames)
        let numbers = try reader.read("events/event_id", as: Int64.self, rows: events)
        for position in events {
            let values = try reader.read("events/weights", as: Double.self, rows: position..<position + 1)
            var graph = try HepMC3Graph(reader, event: position)
            graph.connect(beamEnergy: options.beamEnergy)
            try file.write(number: numbers[position - events.lowerBound], weights: values, graph)
        }
        try file.close()
    }
}

/// A HepMC3 file that is being written.
private final class HepMC3File {
    private let path: String
    private var writer: OpaquePointer?
    private let event: OpaquePointer?

    init(_ path: String, names: [String]) throws(DatasetError) {
        self.path = path
        event = eidolon_hepmc3_event_make()
        // Texts of C that live until they are freed below.
        let copies = names.map { strdup($0) }
        var pointers = copies.map { UnsafePointer<CChar>($0) }
        writer = eidolon_hepmc3_writer_open(
            path, &pointers, names.count, "Eidolon", "\(FormatVersion.schema).\(FormatVersion.modelRevision)",
            "detector digital twin and dataset generator")
        for copy in copies { free(copy) }
        if writer == nil { throw failure("the file cannot be made") }
    }

    deinit {
        if let writer { _ = eidolon_hepmc3_writer_close(writer) }
        eidolon_hepmc3_event_free(event)
    }

    private func failure(_ reason: String) -> DatasetError { DatasetError(.inputOutput, path: path, reason: reason) }

    func write(number: Int64, weights: [Double], _ graph: HepMC3Graph) throws(DatasetError) {
        eidolon_hepmc3_event_clear(event)
        eidolon_hepmc3_set_number(event, number)
        for vertex in graph.vertices { eidolon_hepmc3_add_vertex(event, vertex) }
        for particle in graph.particles { eidolon_hepmc3_add_particle(event, particle) }
        for weight in weights { eidolon_hepmc3_add_weight(event, weight) }
        guard eidolon_hepmc3_writer_write(writer, event) == 1 else {
            throw failure("event \(number): " + String(cString: eidolon_hepmc3_message(event)))
        }
    }

    func close() throws(DatasetError) {
        guard let open = writer else { return }
        writer = nil
        guard eidolon_hepmc3_writer_close(open) == 1 else {
            throw failure("the file cannot be written; is the disk full?")
        }
    }
}
