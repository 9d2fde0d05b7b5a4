// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Decays of the Higgs boson.
extension ResonanceDecays {
    /// - Parameter mode: position in `DecayCard.higgsNames`.
    func decayHiggs(
        _ position: Int, _ event: inout HardEvent, mode: Int, using stream: inout RandomStream,
        _ scratch: inout ResonanceScratch
    ) {
        switch mode {
        case 0: appendPair(5, -5, position, &event, using: &stream)
        case 1: appendWPair(position, &event, using: &stream, &scratch)
        case 2: appendPair(21, 21, position, &event, using: &stream)
        case 3: appendTaus(position, &event, using: &stream, &scratch)
        case 4: appendPair(4, -4, position, &event, using: &stream)
        case 5: appendZPair(position, &event, using: &stream, &scratch)
        case 6: appendPair(22, 22, position, &event, using: &stream)
        case 7: appendZPhoton(position, &event, using: &stream, &scratch)
        case 8: appendPair(13, -13, position, &event, using: &stream)
        default: appendPair(3, -3, position, &event, using: &stream)
        }
    }

    private func appendWPair(
        _ position: Int, _ event: inout HardEvent, using stream: inout RandomStream, _ scratch: inout ResonanceScratch
    ) {
        let parent = event.partons[position]
        for _ in 0..<1000 {
            let masses = wPair.sample(parent: parent.mass, using: &stream)
            let (a, b) = (wChannels.choose(using: &stream), wChannels.choose(using: &stream))
            guard a.isOpen(masses.0) && b.isOpen(masses.1) else { continue }
            let decay = FourFermionDecay.sample(
                parent: parent.mass, masses: masses, a.couplings, b.couplings, using: &stream)
            // The antifermion of the W⁺ is its charged lepton, that of the W⁻ the antineutrino.
            plan(24, decay.first, a.partner, a.analyser, decay.direction1, masses.0, position, &event, &scratch)
            plan(-24, decay.second, -b.partner, -b.analyser, -decay.direction2, masses.1, position, &event, &scratch)
            return
        }
    }

    private func appendZPair(
        _ position: Int, _ event: inout HardEvent, using stream: inout RandomStream, _ scratch: inout ResonanceScratch
    ) {
        let parent = event.partons[position]
        for _ in 0..<1000 {
            let masses = zPair.sample(parent: parent.mass, using: &stream)
            let (a, b) = (zChannels.choose(using: &stream), zChannels.choose(using: &stream))
            guard a.isOpen(masses.0) && b.isOpen(masses.1) else { continue }
            let decay = FourFermionDecay.sample(
                parent: parent.mass, masses: masses, a.couplings, b.couplings, using: &stream)
            // Two pairs of the same leptons interfere; the rate follows (at most twice that of different ones).
            let isSame = a.partner == b.partner && !a.isQuarks
            guard (isSame ? decay.interference(a.couplings, zLine) : 1) >= 2 * stream.uniform() else { continue }
            plan(23, decay.first, a.partner, a.analyser, decay.direction1, masses.0, position, &event, &scratch)
            plan(23, decay.second, b.partner, b.analyser, decay.direction2, masses.1, position, &event, &scratch)
            return
        }
    }

    /// The Z is transverse with both helicities alike: 1 + cos² of its products to its flight.
    private func appendZPhoton(
        _ position: Int, _ event: inout HardEvent, using stream: inout RandomStream, _ scratch: inout ResonanceScratch
    ) {
        let parent = event.partons[position]
        let mass = zLine.sample(stream.uniform(), from: 20, to: parent.mass - 5)
        let flight = UnitVector.isotropic(using: &stream)
        let boson = flight.momentum(PhaseSpaceDecay.momentum(parent.mass, mass, 0), mass: mass)
        var cosine = 0.0
        repeat { cosine = 2 * stream.uniform() - 1 } while 1 + cosine * cosine < 2 * stream.uniform()
        let channel = zChannels.choose(mass: mass, using: &stream)
        let direction = flight.tilted(cosine: cosine, using: &stream)
        plan(23, boson, channel.partner, channel.analyser, direction, mass, position, &event, &scratch)
        let last = event.partons[event.partons.count - 1].momentum
        append(22, parent.momentum - last, 0, mother: position, &event)
    }

    /// Appends a boson of the given momentum in the Higgs boson's rest frame and what it will decay to.
    private func plan(
        _ pdgID: Int32, _ momentum: FourVector, _ partner: Int32, _ analyser: Int32, _ direction: UnitVector,
        _ mass: Double, _ position: Int, _ event: inout HardEvent, _ scratch: inout ResonanceScratch
    ) {
        scratch.planned.append(
            PlannedDecay(
                position: Int32(event.partons.count), partner: partner, analyser: analyser, direction: direction,
                flight: UnitVector(of: momentum)))
        append(pdgID, momentum.boosted(from: event.partons[position].momentum), mass, mother: position, &event)
    }

    /// A pair in a triplet state without spin along the flight, as a scalar gives: see `TauDecays`.
    private func appendTaus(
        _ position: Int, _ event: inout HardEvent, using stream: inout RandomStream, _ scratch: inout ResonanceScratch
    ) {
        let first = event.partons.count
        appendPair(15, -15, position, &event, using: &stream)
        for i in 0..<2 {
            scratch.taus.append(
                TauSpin(
                    parton: Int32(first + i), partner: Int32(scratch.taus.count + (i == 0 ? 1 : -1)),
                    momentum: event.partons[first + i].momentum))
        }
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
}
