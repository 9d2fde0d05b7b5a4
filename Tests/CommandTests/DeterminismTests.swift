// SPDX-License-Identifier: GPL-3.0-or-later
import Datasets
import Foundation
import TestSupport
import Testing

extension Commands {
    /// The same plan gives the same bytes, whatever made them.
    @Suite(.serialized) struct Determinism {
        let folder: ScratchFolder
        init() throws { folder = try ScratchFolder() }

        private func generate(
            _ recipe: String, _ more: String..., program: String = Build.baseline.program,
            environment: [String: String] = [:]
        ) throws -> String {
            try digest(
                try eidolon(
                    ["generate", recipe, "-o", folder.file("d.h5"), "--force"] + more, program: program,
                    environment: environment))
        }

        @Test func recipesTogetherFillEveryTable() throws {
            var rows: [String: Int] = [:]
            for recipe in Recipes.names {
                _ = try generate(try Recipes.write(recipe, in: folder), "--threads", "2")
                let reader = try DatasetReader(path: folder.file("d.h5"))
                for table in reader.schema.tables where reader.has(table.path) {
                    rows[table.path, default: 0] += try reader.rowCount(ofTable: table.path)
                }
            }
            for table in Schema.current.tables { #expect(rows[table.path] ?? 0 > 0, "/\(table.path) is empty") }
        }

        @Test(arguments: Recipes.names)
        func neitherThreadsNorBuildsReachTheBytes(_ name: String) throws {
            for (detector, threadCounts) in [("trackml", ["1", "2", "7"]), ("teaching", ["2"])] {
                let recipe = try Recipes.write(name, detector: detector, in: folder)
                var expected: String?
                for build in Build.all where try build.canRun() {
                    for threads in threadCounts {
                        let made = try generate(recipe, "--threads", threads, program: build.program)
                        #expect(
                            made == expected ?? made,
                            "\(name) in \(detector), \(threads) threads; is Scripts/build \(build) of these sources?")
                        expected = expected ?? made
                    }
                }
            }
        }

        /// The C library chooses its functions by the processor's features: what it chooses must not matter.
        @Test(arguments: Recipes.names)
        func maskedProcessorFeaturesDoNotReachTheBytes(_ name: String) throws {
            let recipe = try Recipes.write(name, in: folder)
            let plain = try generate(recipe)
            let masks = [
                "-AVX2,-AVX2_Usable,-FMA,-FMA_Usable,-FMA4,-FMA4_Usable",
                "-AVX,-AVX_Usable,-AVX2,-AVX2_Usable,-FMA,-FMA_Usable,-AVX512F,-AVX512F_Usable,-AVX512VL,-BMI1,-BMI2,"
                    + "-ERMS,-SSE4_1,-SSE4_2,-SSSE3",
                "-AVX512F,-AVX512VL,-AVX512BW,-AVX512DQ,Prefer_No_VZEROUPPER",
            ]
            for mask in masks {
                let masked = try generate(recipe, environment: ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=" + mask])
                #expect(masked == plain, "\(mask)")
            }
        }

        /// The masks do what they are meant to: sums of libm's own functions change under the first of them.
        @Test func masksReachTheCLibrary() throws {
            guard try PackageFolder.has(PackageFolder.processorFlags.contains("fma"), "a processor with FMA") else {
                return
            }
            let program = """
                import math, hashlib, struct
                h = hashlib.sha256()
                for i in range(100000):
                    x = 0.37 + i * 1e-3
                    h.update(struct.pack("<3d", math.sin(x), math.exp(x % 30), math.log(x)))
                print(h.hexdigest())
                """
            let plain = try run(PackageFolder.python, ["-c", program])
            let masked = try run(
                PackageFolder.python, ["-c", program],
                environment: ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-AVX2_Usable,-FMA,-FMA_Usable"])
            #expect(plain.status == 0 && masked.status == 0, "\(plain.summary)")
            #expect(plain.output != masked.output)
        }

        @Test func theSeedAndThePlanReachTheBytes() throws {
            let recipe = try Recipes.write("gun", in: folder)
            let plain = try generate(recipe)
            #expect(try generate(recipe, "--seed", "43") != plain)
            #expect(try generate(recipe, "--set", "gun.eta=[-3, 2.9999999999]") != plain)
            #expect(try generate(recipe, "--set", "simulation.scattering=false") != plain)
        }

        @Test func placeAndTimeDoNotReachTheBytes() throws {
            let recipe = try Recipes.write("processes", in: folder)
            let plain = try generate(recipe)
            let elsewhere = try ScratchFolder()
            let copy = try elsewhere.write(
                try String(contentsOfFile: recipe, encoding: .utf8), to: "processes-trackml.yaml")
            let result = try eidolon(
                "generate", copy, "-o", "other.h5", environment: ["TZ": "Asia/Tokyo", "LC_ALL": "C", "HOME": "/"],
                directory: elsewhere.path)
            #expect(try digest(result) == plain)
            let stated = try digest(result)
            #expect(result.output.contains("other.h5"))
            #expect(try contentDigest(of: elsewhere.file("other.h5")) == stated)
        }
    }
}
