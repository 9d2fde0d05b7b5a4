// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// Radiation, beam remnants and hadronisation.
public struct FragmentationCard: Sendable, Equatable {
    public var showerCoupling: Double
    public var showerCutoff: Double
    public var initialCoupling: Double
    public var initialCutoff: Double
    public var initialRegularisation: Double
    public var primordialKT: Double
    public var lundA: Double
    public var lundB: Double
    public var bottomExponent: Double
    public var charmExponent: Double
    public var transverseWidth: Double
    public var strangeSuppression: Double
    public var diquarkSuppression: Double
    public var strangeDiquarkSuppression: Double
    public var spinOneSuppression: Double
    public var vectorLight: Double
    public var vectorStrange: Double
    public var vectorCharm: Double
    public var vectorBottom: Double
    public var etaSuppression: Double
    public var etaPrimeSuppression: Double
    public var stopMass: Double
    public var joiningMass: Double

    init(_ card: Section) {
        _ = card.text("name")
        let shower = card.group("shower")
        showerCoupling = shower.number("strong_coupling", in: 0.05...0.2)
        showerCutoff = shower.number("cutoff", in: 0.5...10)
        shower.finish()
        let initial = card.group("initial_state")
        initialCoupling = initial.number("strong_coupling", in: 0.05...0.2)
        initialCutoff = initial.number("cutoff", in: 0.5...50)
        initialRegularisation = initial.number("regularisation", in: 0...10)
        primordialKT = initial.number("primordial_kt", in: 0...10)
        initial.finish()
        let string = card.group("string")
        lundA = string.number("a", in: 0...3)
        lundB = string.number("b", in: 0.1...5)
        bottomExponent = string.number("bottom_exponent", in: 0...5)
        charmExponent = string.number("charm_exponent", in: 0...5)
        transverseWidth = string.number("transverse_width", in: 0...2)
        strangeSuppression = string.number("strange_suppression", in: 0...1)
        diquarkSuppression = string.number("diquark_suppression", in: 0...1)
        strangeDiquarkSuppression = string.number("strange_diquark_suppression", in: 0...1)
        spinOneSuppression = string.number("spin_one_diquark_suppression", in: 0...1)
        vectorLight = string.number("vector_light", in: 0...10)
        vectorStrange = string.number("vector_strange", in: 0...10)
        vectorCharm = string.number("vector_charm", in: 0...10)
        vectorBottom = string.number("vector_bottom", in: 0...10)
        etaSuppression = string.number("eta_suppression", in: 0...1)
        etaPrimeSuppression = string.number("eta_prime_suppression", in: 0...1)
        stopMass = string.number("stop_mass", in: 0.2...5)
        joiningMass = string.number("joining_mass", in: 0...10)
        string.finish()
        card.finish()
    }
}
