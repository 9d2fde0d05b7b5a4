// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A pair of fermions a weak boson decays to.
struct WeakChannel: BitwiseCopyable {
    /// Neutrino or up-type quark of the W⁺, particle of a Z.
    var partner: Int32
    /// Charged antilepton or down-type antiquark of the W⁺, antiparticle of a Z.
    var analyser: Int32
    var cumulative: Double
    var couplings: WeakCouplings

    var isQuarks: Bool { abs(partner) <= 6 }

    /// Whether half a GeV is left above the masses of the pair.
    func isOpen(_ mass: Double) -> Bool {
        QuarkMasses.outgoing(partner) + QuarkMasses.outgoing(analyser) + 0.5 < mass
    }
}

/// The channels of the W⁺ or the Z with their branching ratios.
struct WeakChannels: Sendable {
    private let table: ConstantTable<WeakChannel>

    init(_ pairs: [(partner: Int32, analyser: Int32, branching: Double, couplings: WeakCouplings)]) {
        let total = pairs.reduce(0) { $0 + $1.branching }
        var sum = 0.0
        table = ConstantTable(
            pairs.map { pair in
                sum += pair.branching / total
                return WeakChannel(
                    partner: pair.partner, analyser: pair.analyser, cumulative: sum, couplings: pair.couplings)
            })
    }

    static func w(_ card: DecayCard, _ mixing: QuarkMixing) -> WeakChannels {
        WeakChannels(
            [(Int32(12), Int32(-11)), (14, -13), (16, -15)].map {
                (partner: $0, analyser: $1, branching: card.wLeptons, couplings: .charged)
            }
                + mixing.pairsOfW.map {
                    (
                        partner: $0.up, analyser: -$0.down, branching: $0.share * (1 - 3 * card.wLeptons),
                        couplings: .charged
                    )
                })
    }

    static func z(_ card: DecayCard) -> WeakChannels {
        WeakChannels(
            card.zPairs.map {
                (partner: $0.pdgID, analyser: -$0.pdgID, branching: $0.branching, couplings: .neutral($0.pdgID))
            })
    }

    /// A channel with its branching ratio; one draw.
    func choose(using stream: inout RandomStream) -> WeakChannel {
        let u = stream.uniform()
        var position = 0
        while position < table.count - 1 && table[position].cumulative <= u { position += 1 }
        return table[position]
    }

    /// A channel open for a boson of this mass: a virtual one below a pair's threshold decays to another pair.
    func choose(mass: Double, using stream: inout RandomStream) -> WeakChannel {
        var channel = choose(using: &stream)
        for _ in 0..<100 where !channel.isOpen(mass) { channel = choose(using: &stream) }
        return channel
    }
}
