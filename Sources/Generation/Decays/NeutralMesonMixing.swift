// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Oscillation of B0 and B_s0 mesons between production and decay, without CP violation.
///
/// With t in mean lifetimes 1/Γ, x = Δm/Γ and y = ΔΓ/(2 Γ), a meson decays as its antiparticle with probability
/// (cosh(y t) - cos(x t))/2 exp(-t) dt, as itself with the sum (RPP 2024, review of B0-B0bar mixing).
struct NeutralMesonMixing: Sendable {
    private let bottomDown: DecayCard.Mixing
    private let bottomStrange: DecayCard.Mixing

    init(card: DecayCard) {
        bottomDown = card.bottomDown
        bottomStrange = card.bottomStrange
    }

    /// Time of decay in mean lifetimes, and whether the particle decays as its antiparticle.
    func decay(_ pdgID: Int32, using stream: inout RandomStream) -> (time: Double, isMixed: Bool) {
        guard abs(pdgID) == 511 || abs(pdgID) == 531 else { return (stream.exponential(), false) }
        let mixing = abs(pdgID) == 511 ? bottomDown : bottomStrange
        // exp(-t) cosh(y t) is a sum of two exponentials with areas in the ratio 1 + y : 1 - y.
        let slow = stream.uniform() < 0.5 * (1 + mixing.y)
        let time = stream.exponential() / (slow ? 1 - mixing.y : 1 + mixing.y)
        let chance = 0.5 * (1 - Elementary.cos(mixing.x * time) / Elementary.cosh(mixing.y * time))
        return (time, stream.uniform() < chance)
    }
}
