// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Detector
import EventModel
import Testing

/// Damaged geometry files: read or refused, never a crash, and quickly.
struct DescriptionFuzzTests {
    /// A small generator of its own (SplitMix64, Steele et al. 2014): fuzzing wants no particular quality.
    struct Splitter: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    /// Whether a text is read; whatever is read must build and be summarised.
    private func isRead(_ text: String) -> Bool {
        guard let description = try? TrackerDescription.read(text: text, file: "damaged.yaml") else { return false }
        let tracker = description.build()
        return tracker.modules.count == description.moduleCount
            && tracker.modules.allSatisfy { $0.center.x.isFinite && $0.center.y.isFinite && $0.center.z.isFinite }
    }

    @Test func truncatedFilesAreRefusedOrRead() throws {
        let text = try GeometrySupport.text("trackml")
        var random = Splitter(state: 1)
        var refused = 0
        for _ in 0..<300 {
            if !isRead(String(text.prefix(Int.random(in: 0..<text.count, using: &random)))) { refused += 1 }
        }
        #expect(refused > 200)
    }

    static let junk = [
        "", "nan", ".nan", ".inf", "-.inf", "1e308", "-1e308", "1e-320", "9223372036854775807", "-9223372036854775808",
        "99999999999999999999", "0", "-0", "-1", "0.5", "true", "null", "~", "[]", "{}", "[1, 2]", "[[1]]", "{a: 1}",
        "'12'", "0x10", "1_000", "12px", "&a 3", "*a", "!!int 3", "| text", "\u{1F600}", "\u{0}",
    ]

    @Test func numbersReplacedByJunkAreRefusedOrRead() throws {
        let texts = [DescriptionTests.small, try GeometrySupport.text("teaching")]
        var random = Splitter(state: 2)
        var refused = 0
        for round in 0..<2000 {
            let text = texts[round % 2]
            let places = text.ranges(of: /-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?/)
            let place = places[Int.random(in: 0..<places.count, using: &random)]
            let junk = Self.junk[Int.random(in: 0..<Self.junk.count, using: &random)]
            if !isRead(text.replacingCharacters(at: place, with: junk)) { refused += 1 }
        }
        #expect(refused > 1000 && refused < 2000)
    }

    @Test func linesDroppedAndSwappedAreRefusedOrRead() throws {
        let lines = DescriptionTests.small.split(separator: "\n")
        var random = Splitter(state: 3)
        var refused = 0
        for round in 0..<500 {
            var changed = lines
            if round % 2 == 0 {
                changed.remove(at: Int.random(in: 0..<changed.count, using: &random))
            } else {
                changed.swapAt(
                    Int.random(in: 0..<changed.count, using: &random), Int.random(in: 0..<changed.count, using: &random)
                )
            }
            if !isRead(changed.joined(separator: "\n")) { refused += 1 }
        }
        #expect(refused > 200)
    }

    @Test(arguments: [
        "radius: 1e4, half_width: 0.01, phi_count: 100000",
        "radius: 0.02, half_width: 1e4, phi_count: 100000",
        "radius: 300, half_width: 0.01, half_length: 1e4, z_overlap: 19999.99, z_count: 100000, phi_count: 10",
        "radius: 30, half_width: 0.01, phi_overlap: -999",
        "radius: 30, phi_overlap: 1000, z_count: 100000",
    ])
    func extremeNumbersEndSoon(layer: String) {
        let text = DescriptionTests.small.replacingOnly("radius: 120, phi_count: 24", with: layer)
        let clock = ContinuousClock()
        let time = clock.measure { #expect(!isRead(text)) }
        #expect(time < .seconds(5))
    }
}

extension String {
    fileprivate func replacingCharacters(at range: Range<String.Index>, with text: String) -> String {
        var copy = self
        copy.replaceSubrange(range, with: text)
        return copy
    }
}
