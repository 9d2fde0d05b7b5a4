// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Foundation
import Testing

@testable import Generation

let generatorFixtures = fixtures + "/generators"

/// A folder for the files of one test; removed with the value.
final class TestFolder {
    let path = NSTemporaryDirectory() + "eidolon-test-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ bytes: some Sequence<UInt8>, as name: String) throws -> String {
        let file = path + "/" + name
        try Data(Array(bytes)).write(to: URL(fileURLWithPath: file))
        return file
    }
    func write(_ text: String, as name: String) throws -> String { try write(text.utf8, as: name) }
}

/// The text of a fixture, unpacked.
func fixtureText(_ name: String) throws -> String {
    let file = try EventFile(path: generatorFixtures + "/" + name)
    var bytes = [UInt8](repeating: 0, count: file.size)
    let good = bytes.withUnsafeMutableBytes { file.read(0..<file.size, into: $0) }
    try #require(good)
    return String(decoding: bytes, as: UTF8.self)
}

/// A text cut somewhere (in even steps), or with one to five of its bytes changed.
func damaged(_ text: [UInt8], _ step: Int, _ stream: inout RandomStream) -> [UInt8] {
    var bytes = text
    if step % 2 == 0 {
        bytes.removeSubrange(Int(stream.uniform() * Double(text.count))...)
    } else {
        for _ in 0..<1 + step % 5 {
            bytes[Int(stream.uniform() * Double(text.count))] = UInt8(truncatingIfNeeded: stream.next())
        }
    }
    return bytes
}

/// Makes the events of a file with the standard cards, which are read once.
struct FileEvents {
    let generator: EventFileGenerator
    private static let collision = Result {
        let cards = try standardCards()
        let minimumBias = MinimumBias(card: cards.minimumBias, centreOfMassEnergy: 13_600)
        return CollisionGenerator(cards: cards, energy: 13_600, minimumBias: minimumBias)
    }

    init(_ source: FileSource, energy: Double = 13_600) throws {
        generator = try EventFileGenerator(
            source, settings: CollisionSettings(centreOfMassEnergy: energy, source: .file(source)))
    }

    func make(_ number: UInt64, seed: UInt64 = 1) throws -> GeneratedEvent {
        var event = GeneratedEvent()
        var scratch = GeneratorScratch()
        _ = generator.generate(event: number, seed: seed, try Self.collision.get(), into: &event, scratch: &scratch)
        return event
    }
}

func hepMC(_ paths: [String], _ change: (inout FileSource) -> Void = { _ in }) throws -> FileEvents {
    var source = FileSource(format: .hepmc3, paths: paths)
    change(&source)
    return try FileEvents(source)
}
