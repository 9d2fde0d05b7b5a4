// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

extension Commands {
    @Suite(.serialized) struct Launcher {
        /// A package that holds only the launcher and, in place of the builds, scripts that say who they are.
        private func package(_ builds: [String]) throws -> ScratchFolder {
            let folder = try ScratchFolder()
            let files = FileManager.default
            for name in ["Scripts", ".build/release", ".build/v3/release"] {
                try files.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
            }
            try files.copyItem(atPath: PackageFolder.launcher, toPath: folder.file("Scripts/eidolon"))
            for build in builds {
                let path = build == "v3" ? ".build/v3/release/eidolon" : ".build/release/eidolon"
                try folder.write("#!/bin/sh\necho \(build) \"$@\"\n", to: path)
                try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.file(path))
            }
            return folder
        }

        private func start(
            _ folder: ScratchFolder, _ arguments: [String], _ environment: [String: String] = [:]
        ) throws -> ProgramResult {
            try run(
                folder.file("Scripts/eidolon"), arguments,
                environment: ["EIDOLON_BUILD": ""].merging(environment) { $1 })
        }

        @Test func choosesWhatTheProcessorCanRun() throws {
            let needed: Set<Substring> = ["avx", "avx2", "bmi1", "bmi2", "fma", "f16c", "abm", "movbe"]
            let best = needed.isSubset(of: PackageFolder.processorFlags) ? "v3" : "baseline"
            let both = try package(["baseline", "v3"])
            #expect(try start(both, ["a b", "c"]).output == "\(best) a b c\n")
            #expect(try start(both, [], ["EIDOLON_BUILD": "baseline"]).output == "baseline\n")
            #expect(try start(both, [], ["EIDOLON_BUILD": "v3"]).output == "v3\n")
            #expect(try start(try package(["baseline"]), []).output == "baseline\n")
        }

        @Test func saysWhatIsMissing() throws {
            let nothing = try start(try package([]), [])
            #expect(nothing.status == 2 && nothing.error.contains("Scripts/build"), "\(nothing.summary)")
            let missing = try start(try package(["baseline"]), [], ["EIDOLON_BUILD": "v3"])
            #expect(missing.status == 2 && missing.error.contains("Scripts/build v3"), "\(missing.summary)")
            let wrong = try start(try package(["baseline"]), [], ["EIDOLON_BUILD": "fast"])
            #expect(wrong.status == 2 && wrong.error.contains("fast"), "\(wrong.summary)")
        }

        @Test func addsLittleTime() throws {
            let folder = try package(["baseline", "v3"])
            let times = try (0..<11).map { _ in try start(folder, []).seconds }.sorted()
            #expect(times[5] < 0.03, "\(times)")
        }
    }
}
