// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Decays top quarks, W, Z and Higgs bosons, and lets a shower radiate from every decay before the next.
///
/// The spins of top quarks follow their production (`TopSpinState`), and the products of a top quark or a Higgs
/// boson are joined by their amplitudes at tree level; what was decided before radiation is kept as `PlannedDecay`.
/// Bosons of the hard process itself decay isotropically.
struct ResonanceDecays<Shower: PartonShower>: Sendable {
    let shower: Shower
    let wChannels: WeakChannels
    let zChannels: WeakChannels
    let zLine: BreitWigner
    let wPair: WeakPairMasses
    let zPair: WeakPairMasses
    private let top: TopDecay
    private let higgs: ConstantTable<Double>
    /// Cumulative shares of b and s in top decays; the rest is d.
    private let topQuarks: (bottom: Double, strange: Double)

    init(cards: GeneratorCards, shower: Shower) {
        self.shower = shower
        wChannels = WeakChannels.w(cards.decays, cards.processes.mixing)
        zChannels = WeakChannels.z(cards.decays)
        let (w, z) = (cards.processes.w, cards.processes.z)
        zLine = BreitWigner.running(mass: z.mass, width: z.width)
        let quarks = cards.processes.mixing.top
        let all = quarks.bottom + quarks.strange + quarks.down
        topQuarks = (quarks.bottom / all, (quarks.bottom + quarks.strange) / all)
        top = TopDecay(
            top: cards.processes.top, w: w, bottomMass: QuarkMasses.constituent(5), wanted: cards.decays.topHelicities)
        let total = cards.decays.higgs.reduce(0, +)
        var sum = 0.0
        higgs = ConstantTable(
            cards.decays.higgs.map { value in
                sum += value
                return sum / total
            })
        let mass = cards.processes.higgs.mass
        wPair = WeakPairMasses(boson: BreitWigner.running(mass: w.mass, width: w.width), parent: mass)
        zPair = WeakPairMasses(boson: zLine, parent: mass)
    }

    /// Decays all resonances of the event. `higgsMode` is a position in `DecayCard.higgsNames`, nil for all modes.
    func decayAll(
        _ event: inout HardEvent, higgsMode: Int?, decays: inout RandomStream, radiation: inout RandomStream,
        scratch: inout ResonanceScratch, shower memory: inout ShowerScratch
    ) {
        let system = Self.system(event)
        var position = 2
        while position < event.partons.count {
            if event.partons[position].state == .resonance {
                let first = event.partons.count
                let isGiven = decayAsGiven(position, &event, scratch)
                if !isGiven { decay(position, system, &event, higgsMode, using: &decays, &scratch) }
                shower.radiate(from: first..<event.partons.count, in: &event, using: &radiation, scratch: &memory)
                if !isGiven { realign(position, system, first..<event.partons.count, &event, &scratch) }
            }
            position += 1
        }
        followTaus(event, &scratch)
    }

    private func decay(
        _ position: Int, _ system: FourVector, _ event: inout HardEvent, _ higgsMode: Int?,
        using decays: inout RandomStream, _ scratch: inout ResonanceScratch
    ) {
        switch abs(event.partons[position].pdgID) {
        case 6: decayTop(position, system, &event, using: &decays, scratch: &scratch)
        case 23, 24: decayWeakBoson(position, &event, using: &decays, scratch: &scratch)
        default:
            decayHiggs(position, &event, mode: higgsMode ?? mode(decays.uniform()), using: &decays, &scratch)
        }
    }

    /// Momentum of the resonances that the hard process made, as they are now.
    static func system(_ event: borrowing HardEvent) -> FourVector {
        var sum = FourVector.zero
        for i in 2..<event.partons.count where event.partons[i].state == .resonance { sum += event.partons[i].momentum }
        return sum
    }

    /// Momentum of the particle whose decay made this resonance, beyond copies that a shower made of it.
    /// Nil for one of the hard process.
    private static func parent(of position: Int, _ event: borrowing HardEvent) -> FourVector? {
        var current = Int(event.partons[position].mother)
        while current >= 2, event.partons[current].pdgID == event.partons[position].pdgID {
            current = Int(event.partons[current].mother)
        }
        return current >= 2 ? event.partons[current].momentum : nil
    }

    private func mode(_ u: Double) -> Int {
        var chosen = 0
        while chosen < higgs.count - 1 && higgs[chosen] <= u { chosen += 1 }
        return chosen
    }

    private func decayTop(
        _ position: Int, _ system: FourVector, _ event: inout HardEvent, using stream: inout RandomStream,
        scratch: inout ResonanceScratch
    ) {
        let parent = event.partons[position]
        let inside = parent.momentum.boosted(into: system)
        let direction =
            scratch.planned(for: position, in: event).map { $0.direction(momentum: inside) }
            ?? UnitVector.isotropic(using: &stream)
        let sign: Int32 = parent.pdgID > 0 ? 1 : -1
        let u = stream.uniform()
        let flavour: Int32 = u < topQuarks.bottom ? 5 : u < topQuarks.strange ? 3 : 1
        let mass = QuarkMasses.constituent(flavour)
        let channel = wChannels.choose(mass: 0.4 * parent.mass, using: &stream)
        let products = top.products(
            mass: parent.mass, quark: mass, analyser: QuarkMasses.outgoing(channel.analyser),
            partner: QuarkMasses.outgoing(channel.partner), direction: direction, using: &stream)
        let boson = products.boson.boosted(from: inside).boosted(from: system)
        append(
            flavour * sign, parent.momentum - boson, mass, mother: position, &event, colour: parent.colour,
            anticolour: parent.anticolour)
        scratch.planned.append(
            PlannedDecay(
                position: Int32(event.partons.count), partner: channel.partner * sign,
                analyser: channel.analyser * sign, direction: products.analyser, flight: products.flight,
                direct: direction, isFromTop: true))
        append(24 * sign, boson, products.bosonMass, mother: position, &event)
    }

    /// Turns what a top quark has become until its lepton has the planned direction again (see `PlannedDecay`).
    private func realign(
        _ top: Int, _ system: FourVector, _ products: Range<Int>, _ event: inout HardEvent,
        _ scratch: inout ResonanceScratch
    ) {
        // Two products have not radiated.
        guard abs(event.partons[top].pdgID) == 6, products.count > 2, scratch.planned.count > 0 else { return }
        let last = scratch.planned.count - 1
        let plan = scratch.planned[last]
        var boson = Int(plan.position)
        while event.partons[boson].copy >= 0 { boson = Int(event.partons[boson].copy) }
        let parent = event.partons[top].momentum.boosted(into: system)
        let inside = event.partons[boson].momentum.boosted(into: system).boosted(into: parent)
        let found = plan.direction(momentum: inside)
        let now = UnitVector(of: found.momentum(1, mass: 0).boosted(from: inside))
        for i in products {
            let old = event.partons[i].momentum.boosted(into: system).boosted(into: parent)
            event.partons[i].momentum = old.turned(from: now, to: plan.direct).boosted(from: parent).boosted(
                from: system)
        }
        // The lepton's direction in the boson's frame follows from both.
        let turned = inside.turned(from: now, to: plan.direct)
        scratch.planned[last].flight = UnitVector(of: turned)
        scratch.planned[last].direction = UnitVector(of: plan.direct.momentum(1, mass: 0).boosted(into: turned))
    }

    private func decayWeakBoson(
        _ position: Int, _ event: inout HardEvent, using stream: inout RandomStream, scratch: inout ResonanceScratch
    ) {
        let boson = event.partons[position]
        let isW = abs(boson.pdgID) == 24
        let sign: Int32 = boson.pdgID > 0 ? 1 : -1
        var (partner, analyser, direction) = (Int32(0), Int32(0), UnitVector.isotropic(using: &stream))
        let parent = Self.parent(of: position, event) ?? boson.momentum
        let inside = boson.momentum.boosted(into: parent)
        if let planned = scratch.planned(for: position, in: event) {
            direction = planned.direction(momentum: inside)
            (partner, analyser) = (planned.partner, planned.analyser)
        } else {
            let channel = (isW ? wChannels : zChannels).choose(mass: boson.mass, using: &stream)
            (partner, analyser) = (channel.partner * sign, channel.analyser * sign)
        }
        let (a, b) = (QuarkMasses.outgoing(analyser), QuarkMasses.outgoing(partner))
        let p = PhaseSpaceDecay.momentum(boson.mass, a, b)
        let first = direction.momentum(p, mass: a).boosted(from: inside).boosted(from: parent)
        let second = boson.momentum - first
        let colour = abs(partner) <= 6 ? event.newColour() : 0
        if abs(analyser) == 15 {
            // Next to a neutrino a negative lepton is left-handed, a positive one right-handed.
            let isLeft = isW || stream.uniform() < WeakCouplings.neutral(15).leftShare
            let helicity = isLeft ? -1.0 : 1.0
            recordTau(event.partons.count, analyser, first, source: boson.momentum, helicity, &scratch)
            if !isW { recordTau(event.partons.count + 1, partner, second, source: boson.momentum, helicity, &scratch) }
        }
        append(
            analyser, first, a, mother: position, &event, colour: analyser > 0 ? colour : 0,
            anticolour: analyser < 0 ? colour : 0)
        append(
            partner, second, b, mother: position, &event, colour: partner > 0 ? colour : 0,
            anticolour: partner < 0 ? colour : 0)
    }

    /// A tau lepton of a weak boson; `helicity` is that of the negative one, a positive one has the opposite.
    private func recordTau(
        _ position: Int, _ pdgID: Int32, _ momentum: FourVector, source: FourVector, _ helicity: Double,
        _ scratch: inout ResonanceScratch
    ) {
        scratch.taus.append(
            TauSpin(
                parton: Int32(position), momentum: momentum,
                spin: TauSpin.helicity(pdgID > 0 ? helicity : -helicity, momentum: momentum, source: source)))
    }

    /// A shower may have replaced tau leptons by copies.
    private func followTaus(_ event: borrowing HardEvent, _ scratch: inout ResonanceScratch) {
        for i in scratch.taus.indices {
            var position = Int(scratch.taus[i].parton)
            while event.partons[position].copy >= 0 { position = Int(event.partons[position].copy) }
            scratch.taus[i].parton = Int32(position)
        }
    }

    func append(
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
}
