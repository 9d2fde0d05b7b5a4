// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A process with its map and maximum weight: makes unweighted hard events.
struct UnweightedProcess<Process: HardProcess>: Sendable {
    let sampler: HardSampler<Process>
    let map: FixedMap
    let maximumWeight: Double
    /// Points tried before the best one so far is taken; far beyond what any usable efficiency needs.
    static var maximumTries: Int { 1_000_000 }

    /// Fills `event` with incoming and outgoing partons and their colours.
    func generate(into event: inout HardEvent, using stream: inout RandomStream) {
        event.removeAll()
        var bins = InlineArray<14, UInt8>(repeating: 0)
        for _ in 0..<Self.maximumTries {
            let (point, measure) = sampler.point(map, bins: &bins, using: &stream)
            let parts = sampler.contributions(at: point, measure: measure)
            guard parts.sum > maximumWeight * stream.uniform() else { continue }
            event.weight = max(parts.sum / maximumWeight, 1)
            fill(&event, point, parts, using: &stream)
            return
        }
    }

    private func fill(
        _ event: inout HardEvent, _ point: HardPoint, _ parts: PartonicContributions, using stream: inout RandomStream
    ) {
        event.scale = point.scale
        let (first, second) = parts.choose(stream.uniform())
        let beam = 0.5 * sampler.energy
        let (e1, e2) = (point.x1 * beam, point.x2 * beam)
        event.partons.append(
            Parton(
                pdgID: first, state: .incoming, mother: -1, momentum: FourVector(px: 0, py: 0, pz: e1, energy: e1),
                mass: 0))
        event.partons.append(
            Parton(
                pdgID: second, state: .incoming, mother: -1, momentum: FourVector(px: 0, py: 0, pz: -e2, energy: e2),
                mass: 0))
        for i in 0..<point.count {
            event.partons.append(
                Parton(
                    pdgID: sampler.process.finalState[i], state: .resonance, mother: -1, momentum: point.momenta[i],
                    mass: point.masses[i]))
        }
        let isFirst = stream.uniform() < sampler.process.firstFlowProbability(at: point)
        ColourFlow.assign(&event, firstFlow: isFirst, using: &stream)
    }
}

/// The processes a mix can hold, each with its concrete type so that sampling stays specialised.
enum PreparedProcess: Sendable {
    case topPair(UnweightedProcess<TopPairProduction>)
    case effective(UnweightedProcess<EffectiveProduction>)
    case minimumBias
}
