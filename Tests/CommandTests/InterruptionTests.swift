// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

extension Commands {
    /// A run that was stopped leaves nothing under the final name, and ends with the bytes of an undisturbed one.
    @Suite(.serialized) struct Interruption {
        let folder: ScratchFolder
        let recipe: String

        init() throws {
            folder = try ScratchFolder()
            recipe = try Recipes.write("processes", in: folder)
        }

        static let arguments = ["--events", "300", "--threads", "2"]

        /// Digest of the undisturbed run, and the seconds it takes.
        static let undisturbed = Result {
            let folder = try ScratchFolder()
            let recipe = try Recipes.write("processes", in: folder)
            let result = try eidolon(["generate", recipe, "-o", folder.file("whole.h5")] + Self.arguments)
            return (digest: try digest(result), seconds: result.seconds)
        }

        private func start(_ arguments: [String]) throws -> RunningProgram {
            try RunningProgram(Build.baseline.program, arguments, environment: ["EIDOLON_HOME": PackageFolder.root])
        }

        @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGKILL, 9)] as [(Int32, Int32)])
        func stoppedRunsResume(_ number: Int32, _ expected: Int32) throws {
            let reference = try Self.undisturbed.get()
            let path = folder.file("d.h5")
            // The moments differ from run to run; every one must do.
            var generator = SystemRandomNumberGenerator()
            var stops = 0
            var last: ProgramResult?
            for attempt in 0..<40 {
                let resumes = folder.exists("d.h5.partial/journal")
                let program = try start(
                    resumes ? ["resume", path, "--threads", "2"] : ["generate", recipe, "-o", path] + Self.arguments)
                // The run takes its time to plan; the signal comes while it generates or finishes. Later attempts are
                // left alone for longer, so that the run ends.
                let deadline = Date().addingTimeInterval(30)
                while !folder.exists("d.h5.partial/journal") && Date() < deadline {
                    Thread.sleep(forTimeInterval: 0.005)
                }
                let longest = reference.seconds * (0.3 + 0.1 * Double(attempt))
                Thread.sleep(forTimeInterval: Double.random(in: 0...1, using: &generator) * longest)
                program.send(signal: number)
                let result = program.wait()
                if result.status == 0 {
                    last = result
                    break
                }
                // Before the program watches for signals, they end it at once.
                let end = result.status ?? result.signal ?? -1
                #expect(end == expected || result.signal == number, "\(result.summary)")
                #expect(!folder.exists("d.h5"), "after attempt \(attempt)")
                if folder.exists("d.h5.partial/journal") { stops += 1 }
            }
            #expect(stops > 0, "no attempt was stopped with something to resume")
            #expect(try digest(try #require(last)) == reference.digest)
            #expect(try eidolon("validate", path).status == 0)
            #expect(!folder.exists("d.h5.partial"))
        }

        @Test func interruptedRunSaysHowToGoOn() throws {
            let path = folder.file("d.h5")
            let program = try start(["generate", recipe, "-o", path, "--events", "20000", "--threads", "1"])
            let deadline = Date().addingTimeInterval(30)
            while !folder.exists("d.run.json") && Date() < deadline { Thread.sleep(forTimeInterval: 0.02) }
            program.send(signal: SIGINT)
            let result = program.wait()
            #expect(result.status == 130, "\(result.summary)")
            #expect(result.error.contains("eidolon resume"))
            #expect(!folder.exists("d.h5"))
            // Neither is an unfinished run overwritten, nor taken for a dataset.
            let again = try eidolon("generate", recipe, "-o", path, "--events", "20000")
            #expect(again.status == 2, "\(again.summary)")
            #expect(again.error.contains("resume"))
            #expect(try eidolon("info", path).status == 2)
        }
    }
}
