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
    /// The detector's conditions, drawn while planning; the event number tells what is drawn.
    case conditions = 20
    /// Reserved for tests: no dataset draws from it.
    case test = 255
}
