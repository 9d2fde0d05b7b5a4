// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

extension Commands {
    /// The hot kernels neither count references nor allocate nor look up types: their machine code has no such calls.
    @Suite(.serialized) struct Disassembly {
        /// Parts of the mangled names of the kernels: per particle, per surface, per step, per draw. What they call is
        /// followed.
        static let kernels = [
            "16TrackerTransportC3fly", "16TrackerTransportC9transport", "9NavigatorV4next",
            "9NavigatorV13tryCandidates", "14FieldNavigatorV4next", "10StepBufferV5write",
            "14TrackerReadoutC4read", "14TrackerReadoutC4fire",
            "12RandomStreamV10normalPair", "6PhiloxO5words",
        ]

        /// Not followed: a column that grows allocates, which ends once it is as long as events need.
        static let exceptions = ["6ColumnV4grow"]

        static let forbidden = [
            "swift_retain", "swift_release", "swift_bridgeObjectRetain", "swift_bridgeObjectRelease",
            "swift_allocObject",
            "swift_deallocObject", "swift_allocBox", "swift_slowAlloc", "swift_getWitnessTable",
            "swift_getAssociatedTypeWitness", "swift_getGenericMetadata", "swift_getTypeByMangledName",
            "swift_beginAccess",
            "swift_dynamicCast", "malloc",
        ]

        struct Function {
            var name: String
            var start: UInt64
            var size: UInt64
        }

        private func functions(of program: String) throws -> [Function] {
            let result = try run("/usr/bin/nm", ["-S", "--defined-only", program])
            try #require(result.status == 0, "\(result.summary)")
            return result.output.split(separator: "\n").compactMap { line in
                let parts = line.split(separator: " ")
                guard parts.count == 4, "tTwW".contains(parts[2]), let start = UInt64(parts[0], radix: 16),
                    let size = UInt64(parts[1], radix: 16)
                else { return nil }
                return Function(name: String(parts[3]), start: start, size: size)
            }
        }

        /// Names of the functions that a function calls or jumps to.
        private func calls(of function: Function, in program: String) throws -> Set<String> {
            let result = try run(
                "/usr/bin/objdump",
                [
                    "-d", "--no-show-raw-insn", "--start-address=\(function.start)",
                    "--stop-address=\(function.start + function.size)", program,
                ])
            try #require(result.status == 0 && result.output.contains(":\t"), "\(function.name): \(result.error)")
            var names: Set<String> = []
            for line in result.output.split(separator: "\n") where line.contains("call") || line.contains("jmp") {
                guard let open = line.lastIndex(of: "<"), let close = line.lastIndex(of: ">") else { continue }
                let target = line[line.index(after: open)..<close]
                names.insert(String(target.prefix { $0 != "@" && $0 != "+" }))
            }
            return names
        }

        private static func isForbidden(_ call: String) -> Bool { forbidden.contains { call.hasPrefix($0) } }

        @Test(arguments: Build.all)
        func kernelsNeitherCountNorAllocate(_ build: Build) throws {
            guard try build.isThere() else { return }
            let program = build.program
            let functions = try functions(of: program)
            let byName = Dictionary(functions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
            var waiting: [Function] = []
            for kernel in Self.kernels {
                let matching = functions.filter { $0.name.contains(kernel) && $0.size > 64 }
                #expect(!matching.isEmpty, "no function named \(kernel): renamed or inlined; name the one it is now in")
                waiting += matching
            }
            var known = Set(waiting.map(\.name))
            while let function = waiting.popLast() {
                for call in try calls(of: function, in: program).sorted() {
                    #expect(!Self.isForbidden(call), "\(function.name) calls \(call)")
                    guard !Self.exceptions.contains(where: call.contains), known.insert(call).inserted else { continue }
                    if let next = byName[call] { waiting.append(next) }
                }
            }
            #expect(known.count > 15, "the calls of the kernels were not followed: \(known.sorted())")
        }

        /// The check sees such calls where there are some: in the event loop's set-up.
        @Test func callsAreSeenWhereTheyAre() throws {
            let program = Build.baseline.program
            let setUp = try functions(of: program).filter {
                $0.name.contains("16TrackerTransportC_8settings") || $0.name.contains("10EventChainC")
            }
            var seen: Set<String> = []
            for function in setUp where function.size > 64 {
                seen.formUnion(try calls(of: function, in: program).filter(Self.isForbidden))
            }
            #expect(seen.contains("swift_release") && seen.contains("swift_allocObject"), "\(seen)")
        }
    }
}
