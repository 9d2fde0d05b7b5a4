// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Squared elements of the quark mixing matrix, up-type by down-type quark.
public struct QuarkMixing: Sendable, Equatable {
    public var ud, us, ub, cd, cs, cb: Double

    func squared(_ up: Int32, _ down: Int32) -> Double {
        let element =
            switch (abs(up), abs(down)) {
            case (2, 1): ud
            case (2, 3): us
            case (2, 5): ub
            case (4, 1): cd
            case (4, 3): cs
            default: cb
            }
        return element * element
    }

    /// Pairs of quarks that a W+ decays to, with their shares, which sum to 1.
    var pairsOfW: [(up: Int32, down: Int32, share: Double)] {
        let pairs: [(up: Int32, down: Int32)] = [(2, 1), (2, 3), (2, 5), (4, 3), (4, 1), (4, 5)]
        let total = pairs.reduce(0) { $0 + squared($1.up, $1.down) }
        return pairs.map { (up: $0.up, down: $0.down, share: squared($0.up, $0.down) / total) }
    }

    /// Squared elements of the top quark's row from the unitarity of the columns; as they are given to five digits, the
    /// first is known to 1e-5.
    var top: (down: Double, strange: Double, bottom: Double) {
        func rest(_ down: Int32) -> Double { max(1 - squared(2, down) - squared(4, down), 0) }
        return (rest(1), rest(3), rest(5))
    }
}

/// One partonic channel of a process card: `g g -> t tbar H0`.
///
/// Beside names of particles it knows q and Q (a light quark and another one), U and D (light quarks of either weak
/// isospin), and their antiquarks with `bar`.
public struct ChannelCard: Sendable, Equatable {
    public var name: String
    /// PDG numbers, with 1 for q and D, 2 for Q and U.
    public var initial: [Int32]
    public var final: [Int32]
    /// Whether U and D stand in it: flavours of one isospin only.
    private var isWeak: Bool

    /// Nil if the text is not two particles, an arrow and two to four particles.
    init?(_ text: String) {
        let sides = text.split(separator: ">", omittingEmptySubsequences: false)
        guard sides.count == 2, sides[0].hasSuffix("-") else { return nil }
        let symbols = (
            sides[0].dropLast().split(separator: " ").map(String.init), sides[1].split(separator: " ").map(String.init)
        )
        initial = symbols.0.compactMap(Self.number)
        final = symbols.1.compactMap(Self.number)
        guard initial.count == symbols.0.count, final.count == symbols.1.count, initial.count == 2,
            (2...HardPoint.maximumCount).contains(final.count)
        else { return nil }
        isWeak = (symbols.0 + symbols.1).contains { $0.hasPrefix("U") || $0.hasPrefix("D") }
        name = (symbols.0 + ["->"] + symbols.1).joined(separator: " ")
    }

    private static func number(_ symbol: String) -> Int32? {
        switch symbol {
        case "q", "D": 1
        case "qbar", "Dbar": -1
        case "Q", "U": 2
        case "Qbar", "Ubar": -2
        default: ParticleData.pdgID(named: symbol)
        }
    }

    private func contains(_ number: Int32) -> Bool { (initial + final).contains { abs($0) == number } }

    /// All pairs of partons from the two beams for quarks of the flavours 1...`lightFlavours`.
    func pairs(lightFlavours: Int, ckm: QuarkMixing) -> [PartonPair] {
        let all = (1...Int32(max(lightFlavours, 1))).map { $0 }
        let ones = contains(1) ? (isWeak ? all.filter { $0 % 2 == 1 } : all) : [1]
        let twos = contains(2) ? (isWeak ? all.filter { $0 % 2 == 0 } : all) : [2]
        let mixes = isWeak && final.reduce(0) { $0 + (abs($1) == 24 ? 1 : 0) } == 1
        var pairs: [PartonPair] = []
        for one in ones {
            for two in twos {
                if !isWeak && contains(1) && contains(2) {
                    // Two like quarks are one pair, its other order the swapped one.
                    guard one != two, initial != [1, 2] && initial != [-1, -2] || one < two else { continue }
                }
                var pair = PartonPair(
                    first: 0, second: 0, swapped: false, one: one, two: two,
                    factor: mixes ? ckm.squared(two, one) : 1)
                (pair.first, pair.second) = (pair.actual(initial[0]), pair.actual(initial[1]))
                pairs.append(pair)
                guard initial[0] != initial[1] else { continue }
                (pair.first, pair.second) = (pair.second, pair.first)
                pair.swapped = true
                pairs.append(pair)
            }
        }
        return pairs
    }
}
