// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel
import Testing

@testable import Generation

/// The repository's root, from this file's place.
let repositoryRoot = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
    separator: "/")
let fixtures = repositoryRoot + "/Tests/Fixtures"

func standardCards() throws -> GeneratorCards {
    try GeneratorCards.load(directory: repositoryRoot + "/Generators")
}

/// Plans at 13.6 TeV, made once for all tests.
enum StandardPlans {
    private static let all = Result {
        try Dictionary(uniqueKeysWithValues: ["tt", "ttH", "tttt", "minbias"].map { ($0, try make($0)) })
    }

    private static func make(_ process: String) throws -> GenerationPlan {
        let settings = CollisionSettings(source: .collisions([ProcessChoice(name: process, label: 0)]))
        return try GenerationPlan.make(settings: settings, cards: try standardCards())
    }

    static func of(_ process: String) throws -> GenerationPlan { try #require(try all.get()[process]) }
}

func collisions(
    _ processes: [ProcessChoice] = [ProcessChoice(name: "minbias", label: 0)], pileUp: Double = 0, seed: UInt64 = 1
) throws -> EventGenerator {
    let settings = CollisionSettings(source: .collisions(processes), pileUp: PileUpSettings(mean: pileUp))
    let cards = try standardCards()
    let plan =
        try processes.count == 1
        ? StandardPlans.of(processes[0].name) : GenerationPlan.make(settings: settings, cards: cards)
    return try EventGenerator(settings: settings, cards: cards, plan: plan, seed: seed)
}

func gun(_ settings: GunSettings, pileUp: Double = 0, seed: UInt64 = 1) throws -> EventGenerator {
    let settings = CollisionSettings(source: .gun(settings), pileUp: PileUpSettings(mean: pileUp))
    return try EventGenerator(
        settings: settings, cards: try standardCards(), plan: GenerationPlan(numbers: [:]), seed: seed)
}

/// Mean and standard deviation of the mean.
struct Moments {
    private(set) var count = 0.0
    private var sum = 0.0
    private var sum2 = 0.0
    mutating func add(_ value: Double) {
        count += 1
        sum += value
        sum2 += value * value
    }
    var mean: Double { sum / count }
    var deviation: Double { max(sum2 / count - mean * mean, 0).squareRoot() }
    var error: Double { deviation / count.squareRoot() }
}

extension GeneratedEvent {
    /// All that lands in a file, as words that can be compared bit by bit.
    borrowing func bits() -> [UInt64] {
        var words: [UInt64] = [
            eventNumber, UInt64(processIndex), UInt64(bitPattern: Int64(label)), UInt64(flags.rawValue),
        ]
        words += [UInt64(pileUpCount), pileUpMean.bitPattern]
        words += weights.array().map(\.bitPattern)
        words += vertices.x.array().map(\.bitPattern) + vertices.y.array().map(\.bitPattern)
        words += vertices.z.array().map(\.bitPattern) + vertices.t.array().map(\.bitPattern)
        words += vertices.kind.array().map { UInt64($0) } + vertices.collision.array().map { UInt64($0) }
        words += vertices.incoming.array().map { UInt64(bitPattern: Int64($0)) }
        words += particles.pdgID.array().map { UInt64(bitPattern: Int64($0)) }
        words +=
            particles.status.array().map { UInt64($0) } + particles.parent.array().map { UInt64(bitPattern: Int64($0)) }
        words += particles.vertex.array().map { UInt64($0) } + particles.barcode.array()
        words += particles.px.array().map(\.bitPattern) + particles.py.array().map(\.bitPattern)
        words += particles.pz.array().map(\.bitPattern) + particles.mass.array().map(\.bitPattern)
        return words
    }

    borrowing func momentum(_ position: Int) -> FourVector {
        FourVector(
            px: particles.px[position], py: particles.py[position], pz: particles.pz[position],
            mass: particles.mass[position])
    }

    /// Positions of the particles that leave the generator alive.
    borrowing func finalPositions() -> [Int] {
        let status = particles.status.array()
        return status.indices.filter { status[$0] == ParticleStatus.final.rawValue }
    }
}

/// Codes of all diagnostics thrown by `body`; empty if it throws none.
func codes(_ body: () throws -> Void) -> [String] {
    do {
        try body()
        return []
    } catch let error as Diagnostics {
        return error.all.map(\.code)
    } catch {
        return ["\(error)"]
    }
}
