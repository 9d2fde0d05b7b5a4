// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Configuration
import Datasets
import Production

struct ExportCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case trackml, acts, hepmc3
    }

    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a dataset in the format of other programs.",
        discussion: """
            Examples:
              eidolon export quickstart.h5 --to trackml -o csv
              eidolon export quickstart.h5 --to trackml -o csv --gzip --first 0 --count 10
              eidolon export quickstart.h5 --to acts -o acts

            A folder takes one export: an earlier one stops it, or is removed with --force.

            trackml: event000000000-{hits,cells,particles,truth}.csv per event and detectors.csv, as read by the \
            TrackML library and everything built on it.

            acts: event000000000-{hits,particles_simulated}.csv per event, the true hits and particles as the \
            CsvSimHitReader and CsvParticleReader of ACTS 48 read them; for detectors whose volume, layer and module \
            ids ACTS can hold. A hit is the crossing of the main particle; noise is left out.

            hepmc3: events.hepmc3, the generated particles and vertices with the names of the weights, as read by \
            HepMC3 and pyhepmc; units GEV and MM.
            """)

    @Argument(help: "A dataset.")
    var file: String

    @Option(help: "Format: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var to: Format

    @Option(name: .shortAndLong, help: "Folder to write to; made if it is missing.")
    var output: String

    @Flag(help: "Compress every file with gzip.")
    var gzip = false

    @Option(parsing: .unconditional, help: "Position of the first event in the file, from 0.")
    var first: Int = 0

    @Option(parsing: .unconditional, help: "How many events; all that follow by default.")
    var count: Int?

    @Flag(help: "Replace an earlier export in the folder.")
    var force = false

    func validate() throws {
        if gzip && to != .trackml {
            throw ValidationError("--gzip goes with --to trackml; the readers of the other formats want plain files")
        }
    }

    func run() throws {
        let reader = try DatasetReader(path: file)
        guard first >= 0, first <= reader.eventCount, (count ?? 0) >= 0, (count ?? 0) <= reader.eventCount - first
        else {
            throw Diagnostics([
                Diagnostic(
                    code: "out-of-range", file: file, key: count == nil ? "--first" : "--first, --count",
                    problem: "not all of these events are in this dataset",
                    reason: "it holds \(reader.eventCount)", remedy: "positions count from 0")
            ])
        }
        let events = first..<(first + (count ?? reader.eventCount - first))
        switch to {
        case .trackml:
            let files = try TrackMLExport.export(
                reader, to: output, options: TrackMLExport.Options(events: events, isCompressed: gzip, force: force))
            Console.result("\(output): \(files.count) files, \(events.count) events\n")
        case .acts:
            let summary = try ActsExport.export(reader, to: output, events: events, force: force)
            Console.result(
                "\(output): \(summary.files.count) files, \(events.count) events, "
                    + "\(Console.grouped(Int64(summary.hits))) hits of "
                    + "\(Console.grouped(Int64(summary.particles))) particles\n")
            if summary.noiseHits > 0 { Console.message("left out: \(summary.noiseHits) hits of noise") }
            if summary.sharedHits > 0 {
                Console.message(
                    "\(summary.sharedHits) of the hits are further particles of merged clusters, placed where these "
                        + "were measured")
            }
        case .hepmc3:
            let plan = try Plan(text: reader.provenance.plan, file: file)
            let path = try HepMC3Export.export(
                reader, to: output,
                options: HepMC3Export.Options(events: events, beamEnergy: plan.collisions.sqrtS * 500, force: force))
            Console.result("\(path): \(events.count) events\n")
        }
    }
}
