// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Configuration
import Datasets
import EventModel
import Foundation

@main
struct Eidolon: ParsableCommand {
    /// Version of the program.
    static let programVersion = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "eidolon",
        abstract: "A detector digital twin and generator of labelled, reproducible collider datasets.",
        discussion: """
            A recipe names the processes, the pile-up and the detector; one command makes the dataset:

              eidolon generate Datasets/quickstart.yaml -o quickstart.h5
              eidolon info quickstart.h5
              eidolon export quickstart.h5 --to trackml -o csv

            The same plan gives the same bytes on any machine, with any number of threads.
            """,
        version: """
            eidolon \(programVersion), dataset schema \(FormatVersion.schema), model revision \
            \(FormatVersion.modelRevision), built for \(InstructionSet.name)
            """,
        subcommands: [
            GenerateCommand.self, ResumeCommand.self, ReplayCommand.self, InfoCommand.self, ValidateCommand.self,
            ExportCommand.self, GeometryCommand.self, ProcessCommand.self, BenchCommand.self,
        ])

    /// Runs a command; every failure leaves with the exit status that the manual promises.
    static func main() {
        // Above the limit of a file's size, writing is an error to report, not the end of the program.
        signal(SIGXFSZ, SIG_IGN)
        // Large columns grow by new memory; what they leave goes back to the system at once, and not into a heap that
        // would keep a quarter of the peak for nothing.
        ProcessMemory.returnLargeBlocks()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            leave(error)
        }
    }

    private static func leave(_ error: any Error) -> Never {
        switch error {
        case let status as ExitStatus:
            Foundation.exit(status.rawValue)
        case let diagnostics as Diagnostics:
            Console.message(diagnostics.description)
            Foundation.exit(ExitStatus.badInput.rawValue)
        case let failure as DatasetError:
            Console.message("eidolon: \(failure)")
            let partial = failure.path + ".partial"
            if failure.code == .missing, FileManager.default.fileExists(atPath: partial) {
                Console.message("\(partial) holds an unfinished run; finish it with: eidolon resume \(failure.path)")
            }
            Foundation.exit((failure.code == .inputOutput ? ExitStatus.cannotWrite : .badInput).rawValue)
        default:
            // Help and version are no errors; anything else here is a mistake in the command line.
            let isHelp = exitCode(for: error) == .success
            let text = fullMessage(for: error)
            if isHelp { Console.result(text + "\n") } else { Console.message(text) }
            Foundation.exit(isHelp ? 0 : ExitStatus.badInput.rawValue)
        }
    }
}

/// How the program leaves when it is not done.
struct ExitStatus: Error, Equatable {
    let rawValue: Int32
    static let checkFailed = ExitStatus(rawValue: 1)
    static let badInput = ExitStatus(rawValue: 2)
    static let cannotWrite = ExitStatus(rawValue: 3)
    /// Stopped by a signal: 130 after SIGINT, 143 after SIGTERM.
    static func signal(_ number: Int32) -> ExitStatus { ExitStatus(rawValue: 128 + number) }
}
