// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Noise of the leakage current of irradiated silicon.
///
/// Current: I = α Φ V at 20 °C with α = 3.99 × 10⁻¹⁷ A/cm, after 80 minutes at 60 °C (M. Moll, thesis, Hamburg 1999,
/// DESY-THESIS-1999-040), for fluences Φ of 10¹¹ to 10¹⁵ cm⁻² of 1 MeV neutrons; with temperature as T² exp(-E/2kT),
/// E = 1.21 eV (A. Chilingarov, JINST 8 (2013) P10003). Noise of a CR-RC amplifier: Q² = 2 e I F T with the form
/// factor F = e²/8 = 0.924 (RPP 2024, low-noise detector readout) and T the peaking time.
public struct LeakageNoise: Sendable {
    private static let damageRate = 3.99e-17
    private static let effectiveGap = 1.21
    /// eV/K.
    private static let boltzmann = 8.617333262e-5
    private static let referenceTemperature = 293.15
    /// C.
    private static let elementaryCharge = 1.602176634e-19
    private static let formFactor = 0.9236320123663

    /// A/cm³.
    private let currentDensity: Double
    /// s.
    private let peakingTime: Double

    /// - Parameters: °C; 1 MeV neutron equivalent per cm²; ns.
    public init(temperature: Double, fluence: Double, peakingTime: Double) {
        let kelvin = temperature + 273.15
        let ratio = kelvin / LeakageNoise.referenceTemperature
        let exponent =
            LeakageNoise.effectiveGap / (2 * LeakageNoise.boltzmann)
            * (1 / LeakageNoise.referenceTemperature - 1 / kelvin)
        currentDensity = LeakageNoise.damageRate * fluence * ratio * ratio * Elementary.exp(exponent)
        self.peakingTime = peakingTime * 1e-9
    }

    /// Current of a volume, A.
    ///
    /// - Parameter volume: mm³.
    public func current(volume: Double) -> Double { currentDensity * volume * 1e-3 }

    /// Equivalent noise charge of a channel, electrons.
    ///
    /// - Parameter volume: of the channel, mm³.
    public func electrons(volume: Double) -> Double {
        let charge2 = 2 * LeakageNoise.formFactor * current(volume: volume) * peakingTime
        return (charge2 / LeakageNoise.elementaryCharge).squareRoot()
    }
}
