// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// What the readout needs of a layer's sensor, worked out once. Charges are in electrons, lengths in mm.
struct SensorConstants: Sendable, BitwiseCopyable {
    let thickness: Double
    let pitchU: Double
    let pitchV: Double
    let inversePitchU: Double
    let inversePitchV: Double
    let isSmeared: Bool
    let resolutionU: Double
    let resolutionV: Double
    let resolutionTime: Double
    /// GeV.
    let pairEnergy: Double
    /// 1 where charge drifts along the module's normal, −1 against it.
    let side: Double
    let inversePairEnergy: Double
    /// Variance of the diffusion per length of drift, mm, and how far charge is followed along u and v without a Lorentz
    /// angle, channels.
    let diffusion: Double
    let reachU: Double
    let reachV: Double
    let thresholdDispersion: Double
    let encoding: SensorReadout.Encoding
    let threshold: Double
    let chargePerCount: Double
    let inverseChargePerCount: Double
    let mostCounts: Double
    let gainDispersion: Double
    let riseTime: Double
    let earliest: Double
    let latest: Double
    let usesSharing: Bool
    /// Whether more depends on a channel's own threshold and gain than that it fires.
    let knowsChannels: Bool
    /// Landau's ξ for a fast particle of unit charge per length of path, GeV/mm.
    let straggling: Double

    init(_ sensor: Sensor, _ material: Material) {
        let readout = sensor.readout
        thickness = sensor.slab.thickness
        pitchU = sensor.pitchU
        pitchV = sensor.pitchV
        inversePitchU = 1 / sensor.pitchU
        inversePitchV = 1 / sensor.pitchV
        isSmeared = sensor.measurement == .smeared
        resolutionU = sensor.resolutionU
        resolutionV = sensor.resolutionV
        resolutionTime = sensor.resolutionTime
        pairEnergy = readout.pairEnergy
        side = readout.side == .outer ? 1 : -1
        inversePairEnergy = 1 / readout.pairEnergy
        diffusion = readout.diffusion * readout.diffusion / SensorConstants.diffusionReference
        let reach = GaussianSharing.range * max((diffusion * thickness).squareRoot(), 1e-9)
        reachU = reach * inversePitchU
        reachV = reach * inversePitchV
        thresholdDispersion = readout.thresholdDispersion
        encoding = readout.encoding
        threshold = readout.threshold
        chargePerCount = readout.chargePerCount
        inverseChargePerCount = 1 / readout.chargePerCount
        mostCounts = Double((1 << readout.bits) - 1)
        gainDispersion = readout.gainDispersion
        riseTime = readout.riseTime
        earliest = readout.timeWindow.lowerBound
        latest = readout.timeWindow.upperBound
        usesSharing = readout.position == .analogue
        let isTimed = readout.encoding == .tot || readout.riseTime > 0
        knowsChannels = readout.gainDispersion > 0 || (isTimed && readout.thresholdDispersion > 0)
        straggling = Ionisation.xi(MaterialSlab(material: 0, thickness: 1), material)
    }

    /// The drift after which the diffusion is quoted, mm.
    static let diffusionReference = 0.3
}

/// What the readout needs of one module: its channels, the drift in its place in the field, and how it answers today.
struct ModuleConstants: Sendable, BitwiseCopyable {
    let channelsU: Int32
    let channelsV: Int32
    /// Half the sides of the rectangle that the channels cover, mm.
    let halfU: Double
    let halfV: Double
    /// Drift along u and v per length of drift across the sensor, in this run and as it is believed to be.
    let driftU: Double
    let driftV: Double
    let nominalDriftU: Double
    let nominalDriftV: Double
    /// By how much the Lorentz angle widens the diffusion along u and v: the drift is longer by 1/cos, and the cloud
    /// arrives at that angle, which spreads it by another 1/cos (the projection of CMS's SiPixelDigitizerAlgorithm).
    let stretchU: Double
    let stretchV: Double
    /// Electrons.
    let threshold: Double
    let noise: Double
    let gain: Double
    let efficiency: Double
    let isDead: Bool
    /// Mean number of channels that fire in an event without a particle.
    let noiseMean: Double

    init(_ module: Module, _ sensor: Sensor, field: Vector3, _ conditions: ModuleConditions, noisy: Double) {
        let grid = ChannelGrid(module, sensor)
        let readout = sensor.readout
        channelsU = Int32(grid.u)
        channelsV = Int32(grid.v)
        halfU = max(module.halfUMinimum, module.halfUMaximum)
        halfV = module.halfV
        // A charge that drifts along d is deflected along −d × B times the tangent per tesla if it is negative:
        // d = ±w, and w × B = Bu v − Bv u.
        let side = readout.side == .outer ? 1.0 : -1.0
        let nominal = side * readout.lorentzPerTesla
        nominalDriftU = nominal * field.dot(module.v)
        nominalDriftV = -nominal * field.dot(module.u)
        driftU = nominalDriftU * conditions.lorentzFactor
        driftV = nominalDriftV * conditions.lorentzFactor
        let driftRoot = (1 + driftU * driftU + driftV * driftV).squareRoot().squareRoot()
        stretchU = driftRoot * (1 + driftU * driftU).squareRoot()
        stretchV = driftRoot * (1 + driftV * driftV).squareRoot()
        threshold = readout.threshold * conditions.thresholdFactor
        let series = readout.noise * conditions.noiseFactor
        noise = (series * series + conditions.leakageNoise * conditions.leakageNoise).squareRoot()
        gain = conditions.gain
        efficiency = min(max(readout.efficiency * conditions.efficiency, 0), 1)
        isDead = conditions.isDead
        let spread = (noise * noise + readout.thresholdDispersion * readout.thresholdDispersion).squareRoot()
        let occupancy = readout.noiseOccupancy ?? GaussianSharing.tail(above: threshold / max(spread, 1e-300))
        let isSilent = conditions.isDead || sensor.measurement == .smeared
        noiseMean = isSilent ? 0 : min(occupancy * Double(grid.channelCount) + noisy, 1e6)
    }
}
