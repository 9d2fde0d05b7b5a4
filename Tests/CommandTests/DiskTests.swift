// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

extension Commands {
    /// No room left: status 3, nothing under the final name, and the run can be finished once there is room.
    @Suite(.serialized) struct Disk {
        let folder: ScratchFolder
        let recipe: String
        let reference: String

        /// The undisturbed run.
        static let whole = Result {
            let folder = try ScratchFolder()
            let recipe = try Recipes.write("processes", in: folder)
            let reference = try digest(try eidolon("generate", recipe, "-o", folder.file("whole.h5")))
            return (folder: folder, reference: reference)
        }

        init() throws {
            folder = try ScratchFolder()
            recipe = try Recipes.write("processes", in: folder)
            reference = try Self.whole.get().reference
        }

        private var wholePath: String { get throws { try Self.whole.get().folder.file("whole.h5") } }

        private func resumed(_ path: String) throws -> String {
            try digest(
                try eidolon(
                    FileManager.default.fileExists(atPath: path + ".partial/journal")
                        ? ["resume", path] : ["generate", recipe, "-o", path]))
        }

        /// The limit of a file's size stops a column, or only the finished file.
        @Test(arguments: [8, 64, 200, 1000])
        func fileSizeLimit(_ kilobytes: Int) throws {
            let path = folder.file("d.h5")
            let whole = try FileManager.default.attributesOfItem(atPath: wholePath)[.size] as? Int
            try #require((whole ?? 0) > kilobytes * 1024)
            let result = try run(
                "/bin/bash",
                [
                    "-c",
                    "ulimit -f \(kilobytes); exec \(Build.baseline.program) generate \(recipe) -o \(path) --threads 2",
                ],
                environment: ["EIDOLON_HOME": PackageFolder.root])
            #expect(result.status == 3, "\(result.summary)")
            #expect(result.error.contains("d.h5"), "\(result.summary)")
            #expect(!folder.exists("d.h5"))
            #expect(try resumed(path) == reference)
        }

        /// A full disk, where this process may mount a small one.
        @Test(arguments: [200, 1000, 4000])
        func fullDisk(_ kilobytes: Int) throws {
            let disk = folder.file("disk")
            try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
            let mounted = try run("/bin/mount", ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", disk])
            // The limit above covers machines that do not let tests mount.
            guard mounted.status == 0 else { return }
            defer { _ = try? run("/bin/umount", [disk]) }
            let result = try eidolon("generate", recipe, "-o", disk + "/d.h5", "--threads", "2")
            #expect(result.status == 3, "\(result.summary)")
            #expect(result.error.contains("space"), "\(result.summary)")
            #expect(!FileManager.default.fileExists(atPath: disk + "/d.h5"))
            let more = try run("/bin/mount", ["-o", "remount,size=64m", disk])
            try #require(more.status == 0, "\(more.summary)")
            #expect(try resumed(disk + "/d.h5") == reference)
        }

        @Test func exportsAndDrawingsToo() throws {
            let result = try run(
                "/bin/bash",
                [
                    "-c",
                    "ulimit -f 8; exec \(Build.baseline.program) export \(try wholePath) --to trackml -o "
                        + folder.file("csv"),
                ], environment: ["EIDOLON_HOME": PackageFolder.root])
            #expect(result.status == 3, "\(result.summary)")
        }

        @Test func foldersThatCannotBeWritten() throws {
            let missing = try eidolon("generate", recipe, "-o", folder.file("nowhere/d.h5"))
            #expect([2, 3].contains(missing.status) && missing.error.contains("nowhere"), "\(missing.summary)")
            let noFolder = try eidolon("generate", recipe, "-o", "/dev/null/d.h5")
            #expect([2, 3].contains(noFolder.status), "\(noFolder.summary)")
        }
    }
}
