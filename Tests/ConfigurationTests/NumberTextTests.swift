// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import Configuration

@Suite struct NumberTextTests {
    @Test(arguments: [
        ("0", 0.0), ("42", 42), ("-1.5", -1.5), ("+3", 3), (".5", 0.5), ("2.", 2), ("1e3", 1000), ("40E3", 40_000),
        ("1.602e-19", 1.602e-19), ("0x1.8p+1", 3), ("-0x1p-1", -0.5), ("007", 7), ("0.0e5", 0), ("1e308", 1e308),
    ])
    func reads(_ text: String, _ value: Double) { #expect(NumberText.read(text) == .number(value)) }

    @Test(arguments: [
        "", "abc", "nan", "NaN", "inf", "-inf", "infinity", "1_000", "1,5", "0x10", "1e", "e5", ".", "-", "--1", "1 2",
        "5mm", "13.6 TeV", "0x", "0xp1", "1e5.5", "١٢", "1f", "true", "++1", "1d3",
    ])
    func refuses(_ text: String) {
        guard case .notANumber = NumberText.read(text) else {
            Issue.record("\(text) was read as a number")
            return
        }
    }

    @Test(arguments: ["1e309", "-1e400", "1e-400", "0x1p-2000", "0x1p+5000"])
    func refusesWhatADoubleCannotHold(_ text: String) { #expect(NumberText.read(text) == .unrepresentable) }

    @Test(arguments: [("5", 5), ("-3", -3), ("40e3", 40_000), ("1.5e1", 15), ("2.0", 2), ("9007199254740992", 1 << 53)])
    func readsIntegers(_ text: String, _ value: Int) { #expect(NumberText.readInteger(text) == value) }

    @Test(arguments: ["1.5", "1e-1", "1e30", "x", "", "9223372036854775808", "1_0"])
    func refusesWhatIsNotWhole(_ text: String) { #expect(NumberText.readInteger(text) == nil) }

    @Test(arguments: [("0", 0), ("18446744073709551615", UInt64.max), ("0xC0FFEE", 0xC0FFEE), ("1e5", 100_000)])
    func readsUnsigned(_ text: String, _ value: UInt64) { #expect(NumberText.readUnsigned(text) == value) }

    @Test(arguments: ["-1", "18446744073709551616", "0x", "0xG", "1.5", "", "+5"])
    func refusesWhatIsNotUnsigned(_ text: String) { #expect(NumberText.readUnsigned(text) == nil) }

    @Test func writesWithoutLoss() {
        var generator = TestGenerator(seed: 7)
        for _ in 0..<1000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            #expect(NumberText.read(NumberText.write(value)) == .number(value))
        }
        #expect(NumberText.write(3) == "3")
    }
}
