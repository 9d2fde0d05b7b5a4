// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Decays top quarks, W, Z and Higgs bosons, and lets a shower radiate from every decay before the next.
struct ResonanceDecays<Shower: PartonShower>: Sendable {
    let shower: Shower
    private let w: BreitWigner
    private let z: BreitWigner
    private let wChannels: ConstantTable<Channel>
    private let zPairs: ConstantTable<Channel>
    private let higgs: ConstantTable<Double>
    private let wPair: WeakPairMasses
    private let zPair: WeakPairMasses
    private static var bottomMass: Double { QuarkMasses.constituent(5) }

    private struct Channel: BitwiseCopyable {
        var first: Int32
        var second: Int32
        var cumulative: Double
    }

    init(cards: GeneratorCards, shower: Shower) {
        self.shower = shower
        w = BreitWigner(mass: cards.processes.w.mass, width: cards.processes.w.width)
        z = BreitWigner(mass: cards.processes.z.mass, width: cards.processes.z.width)
        var channels: [Channel] = []
        var sum = 0.0
        for (neutrino, lepton) in [(Int32(12), Int32(-11)), (14, -13), (16, -15)] {
            sum += cards.decays.wLeptons
            channels.append(Channel(first: neutrino, second: lepton, cumulative: sum))
        }
        for pair in cards.decays.wQuarks {
            sum += pair.branching
            channels.append(Channel(first: pair.up, second: -pair.down, cumulative: sum))
        }
        wChannels = ConstantTable(
            channels.map { Channel(first: $0.first, second: $0.second, cumulative: $0.cumulative / sum) })
        sum = 0
        channels = cards.decays.zPairs.map { pair in
            sum += pair.branching
            return Channel(first: pair.pdgID, second: -pair.pdgID, cumulative: sum)
        }
        zPairs = ConstantTable(
            channels.map { Channel(first: $0.first, second: $0.second, cumulative: $0.cumulative / sum) })
        let total = cards.decays.higgs.reduce(0, +)
        sum = 0
        higgs = ConstantTable(
            cards.decays.higgs.map { value in
                sum += value
                return sum / total
            })
        let mass = cards.processes.higgs.mass
        wPair = WeakPairMasses(boson: w, parent: mass)
        zPair = WeakPairMasses(boson: z, parent: mass)
    }

    /// Decays all resonances of the event. `higgsMode` is a position in `DecayCard.higgsNames`, nil for all modes.
    func decayAll(
        _ event: inout HardEvent, higgsMode: Int?, decays: inout RandomStream, radiation: inout RandomStream,
        scratch: inout ShowerScratch
    ) {
        var position = 2
        while position < event.partons.count {
            if event.partons[position].state == .resonance {
                let first = event.partons.count
                decay(position, &event, higgsMode: higgsMode, using: &decays)
                shower.radiate(from: first..<event.partons.count, in: &event, using: &radiation, scratch: &scratch)
            }
            position += 1
        }
    }

    private func decay(
        _ position: Int, _ event: inout HardEvent, higgsMode: Int?, using stream: inout RandomStream
    ) {
        switch abs(event.partons[position].pdgID) {
        case 6: decayTop(position, &event, using: &stream)
        case 24: decayW(position, &event, using: &stream)
        case 23: decayZ(position, &event, using: &stream)
        default: decayHiggs(position, &event, mode: higgsMode, using: &stream)
        }
    }

    private func append(
        _ pdgID: Int32, _ momentum: FourVector, _ mass: Double, mother: Int, _ event: inout HardEvent,
        colour: Int32 = 0, anticolour: Int32 = 0
    ) {
        let isResonance = [23, 24, 25].contains(abs(pdgID))
        var parton = Parton(
            pdgID: pdgID, state: isResonance ? .resonance : .outgoing, mother: Int32(mother), momentum: momentum,
            mass: mass)
        parton.colour = colour
        parton.anticolour = anticolour
        event.partons.append(parton)
    }

    /// t to b W: the W mass from its Breit-Wigner times the momentum available.
    private func decayTop(_ position: Int, _ event: inout HardEvent, using stream: inout RandomStream) {
        let top = event.partons[position]
        let sign: Int32 = top.pdgID > 0 ? 1 : -1
        let bottom = Self.bottomMass
        let limit = top.mass - bottom - 0.1
        var mass = w.mass
        let largest = PhaseSpaceDecay.momentum(top.mass, bottom, w.mass - 10 * w.width)
        for _ in 0..<100 {
            mass = w.sample(stream.uniform(), from: 10, to: limit)
            if PhaseSpaceDecay.momentum(top.mass, bottom, mass) >= largest * stream.uniform() { break }
        }
        let (b, boson) = PhaseSpaceDecay.two(
            top.momentum, mass: top.mass, bottom, mass, direction: stream.direction())
        append(5 * sign, b, bottom, mother: position, &event, colour: top.colour, anticolour: top.anticolour)
        append(24 * sign, boson, mass, mother: position, &event)
    }

    private func decayW(_ position: Int, _ event: inout HardEvent, using stream: inout RandomStream) {
        let boson = event.partons[position]
        var channel = Self.choose(wChannels, stream.uniform())
        // A virtual W below a pair's threshold decays to another pair.
        for _ in 0..<100 where !Self.isOpen(channel, boson.mass) {
            channel = Self.choose(wChannels, stream.uniform())
        }
        let sign: Int32 = boson.pdgID > 0 ? 1 : -1
        // The W+ decays to a fermion (neutrino, up-type quark) and an antifermion (lepton, down-type antiquark).
        let (fermion, antifermion) = (channel.first * sign, channel.second * sign)
        let (fermionMass, antifermionMass) = (QuarkMasses.outgoing(fermion), QuarkMasses.outgoing(antifermion))
        let direction = directionOfAntifermion(position, event, using: &stream)
        let (a, f) = PhaseSpaceDecay.two(
            boson.momentum, mass: boson.mass, antifermionMass, fermionMass, direction: direction)
        let isQuark = abs(fermion) <= 6
        let colour = isQuark ? event.newColour() : 0
        append(
            antifermion, a, antifermionMass, mother: position, &event, colour: antifermion > 0 ? colour : 0,
            anticolour: antifermion < 0 ? colour : 0)
        append(
            fermion, f, fermionMass, mother: position, &event, colour: fermion > 0 ? colour : 0,
            anticolour: fermion < 0 ? colour : 0)
    }

    /// In the W rest frame: for a W from a top quark |M|² ~ (p_t . p_antifermion)(p_b . p_fermion), both light;
    /// isotropic for others. With the helicity angle to the top's direction this gives F0, FL, FR of unpolarised tops.
    private func directionOfAntifermion(
        _ position: Int, _ event: borrowing HardEvent, using stream: inout RandomStream
    ) -> (x: Double, y: Double, z: Double) {
        let boson = event.partons[position]
        let mother = Int(boson.mother)
        guard mother >= 0, abs(event.partons[mother].pdgID) == 6 else { return stream.direction() }
        let top = event.partons[mother].momentum.boosted(into: boson.momentum)
        let p = top.momentum
        guard p > 0 else { return stream.direction() }
        let bottomEnergy = (p * p + Self.bottomMass * Self.bottomMass).squareRoot()
        let bound = (top.energy + p) * (bottomEnergy + p)
        for _ in 0..<1000 {
            let direction = stream.direction()
            let along = direction.x * top.px + direction.y * top.py + direction.z * top.pz
            if (top.energy - along) * (bottomEnergy + along) >= bound * stream.uniform() { return direction }
        }
        return stream.direction()
    }

    private func decayZ(_ position: Int, _ event: inout HardEvent, using stream: inout RandomStream) {
        let boson = event.partons[position]
        var channel = Self.choose(zPairs, stream.uniform())
        // A virtual Z below a pair's threshold decays to another pair.
        for _ in 0..<100 where !Self.isOpen(channel, boson.mass) {
            channel = Self.choose(zPairs, stream.uniform())
        }
        appendPair(channel.first, channel.second, position, &event, using: &stream)
    }

    private func decayHiggs(_ position: Int, _ event: inout HardEvent, mode: Int?, using stream: inout RandomStream) {
        let u = stream.uniform()
        var chosen = 0
        while chosen < higgs.count - 1 && higgs[chosen] <= u { chosen += 1 }
        switch mode ?? chosen {
        case 0: appendPair(5, -5, position, &event, using: &stream)
        case 1: appendBosons(24, -24, wPair, position, &event, using: &stream)
        case 2: appendPair(21, 21, position, &event, using: &stream)
        case 3: appendPair(15, -15, position, &event, using: &stream)
        case 4: appendPair(4, -4, position, &event, using: &stream)
        case 5: appendBosons(23, 23, zPair, position, &event, using: &stream)
        case 6: appendPair(22, 22, position, &event, using: &stream)
        case 7:
            let parent = event.partons[position]
            let mass = z.sample(stream.uniform(), from: 20, to: parent.mass - 5)
            let (a, b) = PhaseSpaceDecay.two(
                parent.momentum, mass: parent.mass, mass, 0, direction: stream.direction())
            append(23, a, mass, mother: position, &event)
            append(22, b, 0, mother: position, &event)
        default: appendPair(13, -13, position, &event, using: &stream)
        }
    }

    private func appendBosons(
        _ first: Int32, _ second: Int32, _ pair: WeakPairMasses, _ position: Int, _ event: inout HardEvent,
        using stream: inout RandomStream
    ) {
        let parent = event.partons[position]
        let (one, two) = pair.sample(parent: parent.mass, using: &stream)
        let (a, b) = PhaseSpaceDecay.two(parent.momentum, mass: parent.mass, one, two, direction: stream.direction())
        append(first, a, one, mother: position, &event)
        append(second, b, two, mother: position, &event)
    }

    /// A particle and its partner, isotropic; quarks and gluons share new colour lines.
    private func appendPair(
        _ first: Int32, _ second: Int32, _ position: Int, _ event: inout HardEvent, using stream: inout RandomStream
    ) {
        let parent = event.partons[position]
        let mass = QuarkMasses.outgoing(first)
        let (a, b) = PhaseSpaceDecay.two(parent.momentum, mass: parent.mass, mass, mass, direction: stream.direction())
        let isColoured = abs(first) <= 6 || first == 21
        let line = isColoured ? event.newColour() : 0
        let other = first == 21 ? event.newColour() : 0
        append(first, a, mass, mother: position, &event, colour: line, anticolour: other)
        append(second, b, mass, mother: position, &event, colour: other, anticolour: line)
    }

    /// Whether half a GeV is left above the masses of the pair.
    private static func isOpen(_ channel: Channel, _ mass: Double) -> Bool {
        QuarkMasses.outgoing(channel.first) + QuarkMasses.outgoing(channel.second) + 0.5 < mass
    }

    private static func choose(_ table: ConstantTable<Channel>, _ u: Double) -> Channel {
        var position = 0
        while position < table.count - 1 && table[position].cumulative <= u { position += 1 }
        return table[position]
    }
}

/// Masses of the two weak bosons of a Higgs decay, at least one of them virtual.
///
/// d Gamma ~ BW(m1) BW(m2) lambda^(1/2) (lambda + 12 m1² m2² / m_H⁴) (Romão and Andringa, Eur. Phys. J. C 7 (1999) 631).
struct WeakPairMasses: Sendable {
    private let boson: BreitWigner
    private let bound: Double
    /// Smallest mass of a virtual boson, GeV: any pair of light quarks can still become hadrons.
    private static let lightest = 2.0

    init(boson: BreitWigner, parent: Double) {
        self.boson = boson
        var largest = 0.0
        for i in 1..<400 {
            let first = parent * Double(i) / 400
            for j in 1..<400 where i + j < 400 {
                let second = parent * Double(j) / 400
                largest = max(largest, Self.weight(boson, parent, first, second))
            }
        }
        bound = 1.1 * largest
    }

    private static func weight(_ boson: BreitWigner, _ parent: Double, _ first: Double, _ second: Double) -> Double {
        let (a, b) = (first * first / (parent * parent), second * second / (parent * parent))
        let lambda = max((1 - a - b) * (1 - a - b) - 4 * a * b, 0)
        // The second mass is drawn below what the first one leaves: its share of the Breit-Wigner is a weight.
        return lambda.squareRoot() * (lambda + 12 * a * b) * boson.share(from: Self.lightest, to: parent - first)
    }

    func sample(parent: Double, using stream: inout RandomStream) -> (Double, Double) {
        var pair = (boson.mass, max(parent - boson.mass - 5, 1))
        for _ in 0..<10_000 {
            let first = boson.sample(stream.uniform(), from: Self.lightest, to: parent - Self.lightest)
            let second = boson.sample(stream.uniform(), from: Self.lightest, to: parent - first)
            pair = (first, second)
            if Self.weight(boson, parent, first, second) >= bound * stream.uniform() { break }
        }
        return stream.next() & 1 == 0 ? pair : (pair.1, pair.0)
    }
}
