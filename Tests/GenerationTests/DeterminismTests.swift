// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Generation

@Suite("Events from their number alone") struct DeterminismTests {
    @Test(
        "an event made alone equals the event made in a sequence, whatever the scratch has seen",
        arguments: ["minbias", "tt", "ttH", "tttt"]
    )
    func alone(process: String) throws {
        let generator = try collisions([ProcessChoice(name: process, label: 0)], pileUp: 3, seed: 11)
        var event = GeneratedEvent()
        var used = GeneratorScratch()
        var sequence: [[UInt64]] = []
        for number in 0..<8 {
            generator.generate(event: UInt64(number), into: &event, scratch: &used)
            sequence.append(event.bits())
        }
        for number in [7, 2, 5] {
            var fresh = GeneratedEvent()
            var scratch = GeneratorScratch()
            generator.generate(event: UInt64(number), into: &fresh, scratch: &scratch)
            #expect(fresh.bits() == sequence[number])
        }
        #expect(Set(sequence).count == sequence.count)
        let other = try collisions([ProcessChoice(name: process, label: 0)], pileUp: 3, seed: 12)
        other.generate(event: 2, into: &event, scratch: &used)
        #expect(event.bits() != sequence[2])
    }
}
