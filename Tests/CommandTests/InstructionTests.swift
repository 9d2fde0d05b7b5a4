// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

extension Commands {
    /// Every build computes with the instructions of its level, and with none that would change the bytes.
    @Suite(.serialized) struct Instructions {
        /// A fused multiply-add rounds once where a multiplication and an addition round twice; the approximate inverses
        /// and roots differ from one maker of processors to the next. In every encoding and width, as objdump names them.
        static let forbidden = "[ \\t](v?4?fc?n?m(add|sub)|v?(rcp|rsqrt)(14|28)?[ps][dsh]|vexp2p)"
        static let kernels = "9NavigatorV4next|16TrackerTransportC3fly"

        struct Found {
            var forbidden: [Substring]
            /// Additions and multiplications of doubles anywhere.
            var arithmetic: Int
            /// Instructions of the kernels that name registers of 128, 256 and 512 bits.
            var vectors: [Int]
        }

        /// Looks through the machine code of a program or an object.
        private func instructions(of file: String) throws -> Found {
            let script = """
                objdump -d --no-show-raw-insn "$0" | awk '
                    /^[0-9a-f]+ </ { inside = /\(Self.kernels)/ }
                    /\(Self.forbidden)/ { print }
                    /[ \\t]v?(add|mul)[ps]d/ { arithmetic++ }
                    inside { xmm += /%xmm/; ymm += /%ymm/; zmm += /%zmm/ }
                    END { print arithmetic + 0, xmm + 0, ymm + 0, zmm + 0 }'
                """
            let result = try run("/bin/sh", ["-c", script, file])
            try #require(result.status == 0 && result.error.isEmpty, "\(result.summary)")
            let lines = result.output.split(separator: "\n")
            let counts = (lines.last ?? "").split(separator: " ").compactMap { Int($0) }
            try #require(counts.count == 4, "\(result.summary)")
            return Found(forbidden: Array(lines.dropLast()), arithmetic: counts[0], vectors: Array(counts[1...]))
        }

        /// Nothing is fused or approximate, and the kernels have the vectors of their level: neither too few, which
        /// would be a flag lost, nor too many, which would end the program on processors of that level.
        @Test(arguments: Build.all)
        func buildsComputeWithTheInstructionsOfTheirLevel(_ build: Build) throws {
            guard try build.isThere() else { return }
            let found = try instructions(of: build.program)
            #expect(found.forbidden.isEmpty, "\(build): \(found.forbidden.count) such as \(found.forbidden.prefix(3))")
            #expect(found.arithmetic > 10_000)
            // The builds in their order are those with vectors of 128, 256 and 512 bits.
            let widest = try #require(Build.all.firstIndex { $0.name == build.name })
            for (width, count) in found.vectors.enumerated() {
                #expect(width <= widest ? count > 50 : count == 0, "\(build): xmm, ymm, zmm: \(found.vectors)")
            }
        }

        /// The check sees fused and approximate instructions of every width where there are some.
        @Test func suchInstructionsAreSeen() throws {
            let folder = try ScratchFolder()
            let source = try folder.write(
                """
                #include <immintrin.h>
                double scalar(double a, double b, double c) { return a * b + c; }
                __m256d four(__m256d a, __m256d b, __m256d c) { return c - a * b; }
                __m512d eight(__m512d a, __m512d b, __m512d c) { return a * b - c; }
                __m512d masked(__m512d a, __m512d b, __m512d c, __mmask8 m) { return _mm512_mask_fmadd_pd(a, m, b, c); }
                __m512d inverse(__m512d a) { return _mm512_rcp14_pd(a); }
                __m128 root(__m128 a) { return _mm_rsqrt_ps(a); }

                """, to: "f.c")
            func seen(_ contraction: String) throws -> [Substring] {
                let object = folder.file("f.o")
                let result = try run(
                    "/usr/bin/env",
                    ["clang", "-c", "-O2", "-march=x86-64-v4", "-ffp-contract=" + contraction, source, "-o", object])
                try #require(result.status == 0, "\(result.summary)")
                return try instructions(of: object).forbidden
            }
            let (fast, off) = (try seen("fast"), try seen("off"))
            #expect(fast.count == 6 && fast.contains { $0.contains("%zmm") }, "\(fast)")
            #expect(off.count == 3, "without contraction only those written out: \(off)")
        }
    }
}
