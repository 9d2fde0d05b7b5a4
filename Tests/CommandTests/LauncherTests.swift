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
            try files.createDirectory(atPath: folder.file("Scripts"), withIntermediateDirectories: true)
            try files.copyItem(atPath: PackageFolder.launcher, toPath: folder.file("Scripts/eidolon"))
            for build in builds {
                let place = (build == "baseline" ? ".build" : ".build/" + build) + "/release"
                try files.createDirectory(atPath: folder.file(place), withIntermediateDirectories: true)
                try folder.write("#!/bin/sh\necho \(build) \"$@\"\n", to: place + "/eidolon")
                try files.setAttributes(
                    [.posixPermissions: 0o755], ofItemAtPath: folder.file(place + "/eidolon"))
            }
            return folder
        }

        private func start(
            _ folder: ScratchFolder, _ arguments: [String] = [], build: String = "", masked: String = ""
        ) throws -> ProgramResult {
            try run(
                folder.file("Scripts/eidolon"), arguments,
                environment: ["EIDOLON_BUILD": build, "GLIBC_TUNABLES": "glibc.cpu.hwcaps=" + masked])
        }

        static let names = Build.all.map(\.name)
        /// Best first, by the kernel's account of the processor; the launcher asks the C library.
        static let runnable = Build.all.reversed().filter(\.fitsThisProcessor).map(\.name)

        /// What to take from this processor so that builds do not run on it, and those that then still would.
        static let masks = [
            ("", names), ("-AVX512VL", ["baseline", "v3"]), ("-AVX512F", ["baseline", "v3"]),
            ("-AVX2", ["baseline"]), ("-BMI2", ["baseline"]),
        ]

        @Test(arguments: masks)
        func choosesTheBestThatTheProcessorRuns(_ mask: String, _ possible: [String]) throws {
            let runnable = Self.runnable.filter(possible.contains)
            let all = try package(Self.names)
            #expect(try start(all, ["--which-builds"], masked: mask).output == runnable.joined(separator: " ") + "\n")
            #expect(try start(all, ["a b", "c"], masked: mask).output == "\(runnable[0]) a b c\n")
            for build in Self.names {
                let chosen = try start(all, build: build, masked: mask)
                if runnable.contains(build) {
                    #expect(chosen.output == build + "\n", "\(chosen.summary)")
                } else {
                    #expect(chosen.status == 2 && chosen.error.contains("does not run the \(build) build"))
                }
            }
        }

        @Test func choosesAmongTheBuildsThatAreThere() throws {
            for builds in [["baseline"], ["baseline", "v3"], ["v4", "baseline"], ["v4", "v3"]] {
                let result = try start(try package(builds))
                if let best = Self.runnable.first(where: builds.contains) {
                    #expect(result.output == best + "\n", "\(builds): \(result.summary)")
                } else {
                    #expect(result.status == 2, "\(builds): \(result.summary)")
                }
            }
        }

        @Test func saysWhatIsMissing() throws {
            let nothing = try start(try package([]))
            #expect(nothing.status == 2 && nothing.error.contains("Scripts/build"), "\(nothing.summary)")
            let others = try start(try package(["v3", "v4"]), masked: "-AVX2")
            #expect(others.status == 2 && others.error.contains("no build for this processor"), "\(others.summary)")
            let missing = try start(try package(["v3", "v4"]), build: "baseline")
            #expect(missing.status == 2 && missing.error.contains("Scripts/build baseline"), "\(missing.summary)")
            let wrong = try start(try package(Self.names), build: "fast")
            #expect(wrong.status == 2 && wrong.error.contains("fast"), "\(wrong.summary)")
        }

        @Test func addsLittleTime() throws {
            let folder = try package(Self.names)
            let times = try (0..<11).map { _ in try start(folder).seconds }.sorted()
            #expect(times[5] < 0.03, "\(times)")
        }
    }
}
