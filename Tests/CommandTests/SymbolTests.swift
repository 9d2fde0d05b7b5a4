// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

extension Commands {
    /// No number that lands in a file passes through libm, whose last bit depends on the processor.
    @Suite(.serialized) struct Symbols {
        static let modules = ["EventModel", "Detector", "Generation", "Simulation", "Objects"]

        /// Functions of libm whose results are not fixed by IEEE 754. Square root, fma, floor and their like are exact;
        /// fma is here since kernels must not contract.
        static let forbidden: Set<String> = {
            let functions = [
                "sin", "cos", "tan", "sincos", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh",
                "acosh",
                "atanh", "exp", "exp2", "exp10", "pow10", "expm1", "log", "log2", "log10", "log1p", "pow", "cbrt",
                "hypot",
                "erf", "erfc", "lgamma", "lgamma_r", "tgamma", "gamma", "j0", "j1", "jn", "y0", "y1", "yn", "fma",
                "sinpi",
                "cospi",
            ]
            let precisions = functions.flatMap { [$0, $0 + "f", $0 + "l"] }
            return Set(precisions + precisions.map { "__\($0)_finite" })
        }()

        /// Undefined symbols of objects, without the version after `@`.
        private func undefined(in objects: [String]) throws -> Set<String> {
            let result = try run("/usr/bin/nm", ["-u"] + objects)
            try #require(result.status == 0, "\(result.summary)")
            let names = result.output.split(separator: "\n").compactMap { line in
                line.split(separator: " ").last?.split(separator: "@").first.map(String.init)
            }
            return Set(names)
        }

        private func objects(of module: String, in build: Build) throws -> [String] {
            let folder = "\(build.folder)/\(module).build"
            // Objects of sources that are gone stay behind in a build folder: they are no part of the program.
            let sources = try FileManager.default.subpathsOfDirectory(atPath: PackageFolder.root + "/Sources/" + module)
            let names = Set(sources.map { URL(fileURLWithPath: $0).lastPathComponent + ".o" })
            return try FileManager.default.subpathsOfDirectory(atPath: folder)
                .filter { names.contains(URL(fileURLWithPath: $0).lastPathComponent) }
                .map { folder + "/" + $0 }
        }

        @Test(arguments: modules, Build.all)
        func objectsCallNoTranscendentalFunction(_ module: String, _ build: Build) throws {
            guard try build.isThere() else { return }
            let objects = try objects(of: module, in: build)
            try #require(!objects.isEmpty, "no objects of \(module) in \(build.folder)")
            let symbols = try undefined(in: objects)
            try #require(symbols.count > 3, "nm lists nothing of \(module)")
            let calls = symbols.intersection(Self.forbidden).sorted()
            #expect(calls.isEmpty, "\(module) of \(build) calls \(calls)")
        }

        /// The check sees a call when there is one.
        @Test func aCallOfSineIsSeen() throws {
            let folder = try ScratchFolder()
            let source = try folder.write("double sin(double); double f(double x) { return sin(x); }\n", to: "f.c")
            let object = folder.file("f.o")
            let result = try run("/usr/bin/env", ["clang", "-c", "-O1", source, "-o", object])
            try #require(result.status == 0, "\(result.summary)")
            #expect(try undefined(in: [object]).intersection(Self.forbidden) == ["sin"])
        }
    }
}
