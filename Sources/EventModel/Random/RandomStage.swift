// SPDX-License-Identifier: GPL-3.0-or-later

/// The stage that draws: eight bits of the random counter. Numbers are append-only; never reuse one.
@frozen
public enum RandomStage: UInt8, Sendable, CaseIterable {
    case planning = 1
    case hardProcess = 2
    case resonanceDecay = 3
    case shower = 4
    case hadronisation = 5
    case hadronDecay = 6
    case pileUp = 7
    case beamSpot = 8
    case particleGun = 9
    case transport = 10
    case readout = 11
    case noise = 12
    case split = 13
    /// What happens to a particle in flight beside scattering and energy loss: decays, radiation, nuclear interactions.
    case interaction = 14
    /// What distinguishes one channel from another in all events; the event number is 0.
    case channelPattern = 18
    /// Channels that fire without a particle.
    case noiseHits = 19
    /// The detector's conditions, drawn while planning; the event number tells what is drawn.
    case conditions = 20
    /// Large deflections of a particle in matter, one by one.
    case hardScattering = 21
    /// Reserved for tests: no dataset draws from it.
    case test = 255
}
