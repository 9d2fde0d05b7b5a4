// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A channel with its importance map and the weight against which its points are accepted.
struct PreparedChannel: Sendable {
    let sampler: ChannelSampler
    let map: FixedMap
    /// pb.
    let maximumWeight: Double
    let surrogate: SurrogateAmplitude
    let coefficients: InlineArray<16, Double>
    /// Largest amplitude squared over its surrogate; 0 to compute every amplitude.
    let maximumRatio: Double
    /// Amplitudes with the card's Yukawa couplings, at all orders; none for processes without them.
    let variants: [RecursionProgram]
    /// Sum of the maximum weights of the channels up to this one, over that of all.
    let cumulative: Double
}

/// A process whose points become events of equal weight.
///
/// A channel is drawn with the share of its maximum weight, then a point of it, accepted with its weight over that
/// maximum: points of all channels are accepted in proportion to their cross-sections. To save amplitudes, a point is
/// first kept with p = min(1, R w' / W), w' its weight with the surrogate, R the largest ratio of amplitude and surrogate,
/// W the maximum weight; then accepted with w / (p W), so that the probability of both is w / W, whatever the surrogate.
/// A point with w > p W becomes an event of weight w / (p W).
struct UnweightedProcess: Sendable {
    let channels: [PreparedChannel]
    /// Variations of the Yukawa coupling that have a weight.
    let yukawaCount: Int
    /// Other parton densities that have a weight.
    let densityVariations: [PartonDensities]
    /// Points tried before an event is given up; far beyond what any usable efficiency needs.
    static var maximumTries: Int { 1_000_000 }

    /// Fills `event` with incoming and outgoing partons, colours and top spins.
    func generate(
        into event: inout HardEvent, using stream: inout RandomStream, scratch: inout AmplitudeScratch
    ) {
        event.removeAll()
        var bins = InlineArray<14, UInt8>(repeating: 0)
        var point = HardPoint()
        for _ in 0..<Self.maximumTries {
            let position = chooseChannel(stream.uniform())
            let sampler = channels[position].sampler
            let maximum = channels[position].maximumWeight
            let measure = sampler.draw(channels[position].map, bins: &bins, &point, using: &stream)
            let (orientation, acceptance) = (stream.uniform(), stream.uniform())
            event.tries += 1
            var weighted = sampler.weigh(point, measure: measure, orientation: orientation)
            guard weighted.value > 0 else { continue }
            var kept = 1.0
            if channels[position].maximumRatio > 0 {
                let surrogate = channels[position].surrogate.value(point, channels[position].coefficients)
                kept = min(channels[position].maximumRatio * weighted.value * surrogate / maximum, 1)
                guard kept > stream.uniform() else { continue }
            }
            event.amplitudes += 1
            weighted.value *= sampler.channel.squaredAmplitude(at: point, swapped: weighted.swapped, &scratch)
            let ratio = weighted.value / (kept * maximum)
            guard ratio > acceptance else { continue }
            event.weight = max(ratio, 1)
            event.channel = position
            fill(&event, sampler, point, weighted, using: &stream, scratch: &scratch)
            return
        }
    }

    private func chooseChannel(_ u: Double) -> Int {
        var position = 0
        while position < channels.count - 1 && channels[position].cumulative <= u { position += 1 }
        return position
    }

    private func fill(
        _ event: inout HardEvent, _ sampler: ChannelSampler, _ point: HardPoint, _ weighted: ChannelSampler.Weighted,
        using stream: inout RandomStream, scratch: inout AmplitudeScratch
    ) {
        event.scale = point.scale
        event.point = point
        let pair = sampler.choosePair(point, weighted, stream.uniform())
        event.pair = pair
        let beam = 0.5 * sampler.energy
        for (pdgID, energy, sign) in [(pair.first, point.x1 * beam, 1.0), (pair.second, point.x2 * beam, -1.0)] {
            event.partons.append(
                Parton(
                    pdgID: pdgID, state: .incoming, mother: -1,
                    momentum: FourVector(px: 0, py: 0, pz: sign * energy, energy: energy), mass: 0))
        }
        for i in 0..<point.count {
            let pdgID = pair.actual(sampler.channel.finalState[i])
            let decays = [6, 23, 24, 25].contains(abs(pdgID))
            event.partons.append(
                Parton(
                    pdgID: pdgID, state: decays ? .resonance : .outgoing, mother: -1, momentum: point.momenta[i],
                    mass: point.masses[i]))
        }
        let channel = sampler.channel
        if channel.amplitude != .tree {
            channel.program.prepare(point.onShell(channel.masses, swapped: pair.swapped), &scratch)
            channel.program.evaluate(&scratch)
        }
        let flow = channel.program.recordSpins(&event.topSpins, &scratch, flowNumber: stream.uniform())
        channel.program.assignColours(&event, flow: flow, swapped: pair.swapped)
    }
}

/// The processes a mix can hold.
enum PreparedProcess: Sendable {
    case hard(UnweightedProcess)
    case minimumBias
}
