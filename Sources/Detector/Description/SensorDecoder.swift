// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

// Sensors and their readout.
extension TrackerDecoder {
    mutating func decodeSensors() {
        guard let section = root.section("sensors") else { return }
        for name in section.keys.prefix(TrackerDescription.Limits.layers) {
            guard let group = section.section(name) else { continue }
            sensors.append(decodeSensor(name, group))
            group.finish()
        }
        section.finish()
        if sensors.isEmpty { root.report("missing-key", at: "sensors", "there is no sensor here") }
    }

    private mutating func decodeSensor(_ name: String, _ group: Section) -> SensorDescription {
        let material = materials.index(group, "material", default: "silicon")
        let thickness = group.number("thickness", in: 1e-3...100)
        let pitch = group.numbers("pitch", in: 1e-4...1e4, count: 2)
        let measurement = group.choice("measurement", of: Sensor.Measurement.self, default: .quantised)
        // The standard deviation of a uniform distribution over one channel.
        let binary = pitch.map { $0 / 12.0.squareRoot() }
        let resolution = group.numbers("resolution", in: 0...1e3, count: 2, default: binary)
        let chips = group.numbers("chips", in: 1...1000, count: 2, default: [1, 1])
        if chips.contains(where: { $0 != $0.rounded() }) {
            group.report("wrong-type", at: "chips", "whole numbers are wanted here")
        }
        return SensorDescription(
            name: name, component: group.text("component", default: name.isEmpty ? "sensor" : name),
            material: material, thickness: thickness, pitchU: pitch[0], pitchV: pitch[1],
            measurement: measurement, resolutionU: resolution[0], resolutionV: resolution[1],
            resolutionTime: group.number("time_resolution", in: 0...1e3, default: 0),
            readout: decodeReadout(group, measurement, thickness: thickness, pitch: min(pitch[0], pitch[1])),
            chipsU: Int(chips[0]), chipsV: Int(chips[1]), place: group.place)
    }

    /// The number of the sensor that a key names.
    func sensorIndex(_ section: Section, default fallback: Int?) -> Int {
        if let fallback, !section.has("sensor") {
            _ = section.value("sensor")
            return fallback
        }
        let name = section.text("sensor")
        if let index = sensors.firstIndex(where: { $0.name == name }) { return index }
        if !name.isEmpty && !sensors.isEmpty {
            section.report(
                "unknown-sensor", at: "sensor", "there is no sensor '\(shortened(name))'",
                reason: "known sensors: \(sensors.map(\.name).joined(separator: ", "))")
        }
        return 0
    }

    // MARK: Readout

    private func decodeReadout(
        _ group: Section, _ measurement: Sensor.Measurement, thickness: Double, pitch: Double
    ) -> SensorReadout {
        var result = SensorReadout()
        if measurement == .smeared { result.threshold = 0 }
        guard let section = group.section("readout", required: false) else { return result }
        result.pairEnergy = section.number("pair_energy", in: 0.1...1e3, default: 3.62) * Units.eV
        result.threshold = section.number("threshold", in: 0...1e7, default: result.threshold)
        result.timeWindow = section.range("time_window", in: -1e6...1e6, default: result.timeWindow)
        result.efficiency = section.number("efficiency", in: 0...1, default: 1)
        if measurement == .smeared {
            section.forbid(SensorReadout.clusterKeys, because: "a smeared measurement knows no channels")
            section.finish()
            return result
        }
        decodeCharge(section, &result)
        decodeElectronics(section, &result)
        check(section, result, thickness: thickness, pitch: pitch)
        section.finish()
        return result
    }

    private func decodeCharge(_ section: Section, _ result: inout SensorReadout) {
        result.side = section.choice("side", of: SensorReadout.Side.self, default: result.side)
        result.lorentzPerTesla = section.number("lorentz_per_tesla", in: -2...2, default: result.lorentzPerTesla)
        result.diffusion = section.number("diffusion", in: 0...1, default: result.diffusion)
        result.position = section.choice("position", of: SensorReadout.Position.self, default: result.position)
    }

    private func decodeElectronics(_ section: Section, _ result: inout SensorReadout) {
        let dispersion = min(result.thresholdDispersion, 0.04 * result.threshold)
        result.thresholdDispersion = section.number("threshold_dispersion", in: 0...1e6, default: dispersion)
        result.noise = section.number("noise", in: 0...1e6, default: min(result.noise, 0.1 * result.threshold))
        result.encoding = section.choice("encoding", of: SensorReadout.Encoding.self, default: result.encoding)
        switch result.encoding {
        case .adc, .tot:
            result.bits = section.integer("bits", in: 1...24, default: result.bits)
            result.chargePerCount = section.number("charge_per_count", in: 1e-3...1e7, default: result.chargePerCount)
        case .analogue, .binary:
            section.forbid(
                ["bits", "charge_per_count"], because: "the encoding \(result.encoding.rawValue) has no counts")
        }
        result.gainDispersion = section.number("gain_dispersion", in: 0...0.3, default: 0)
        result.noiseOccupancy = section.optionalNumber("noise_occupancy", in: 0...0.01)
        result.riseTime = section.number("rise_time", in: 0...1e4, default: 0)
    }

    private func check(_ section: Section, _ readout: SensorReadout, thickness: Double, pitch: Double) {
        let spread = readout.noise * readout.noise + readout.thresholdDispersion * readout.thresholdDispersion
        if readout.threshold < 3 * spread.squareRoot() {
            section.report(
                "contradiction", at: "threshold", "the threshold is below three times its noise and dispersion",
                reason: "too many channels would fire by themselves", remedy: "raise it, or lower `noise`")
        }
        if readout.encoding == .adc {
            let most = Double((1 << readout.bits) - 1) * readout.chargePerCount
            if most < readout.threshold {
                section.report(
                    "contradiction", at: section.has("bits") ? "bits" : "charge_per_count",
                    "the largest count is \(most) electrons, below the threshold",
                    remedy: "raise `bits` or `charge_per_count`")
            }
        }
        if readout.diffusion * (thickness / 0.3).squareRoot() > 4 * pitch {
            section.report(
                "contradiction", at: "diffusion",
                "charge would spread over more than four channels by diffusion",
                reason: "it is \(readout.diffusion) mm after 0.3 mm of drift, and the pitch \(pitch) mm",
                remedy: "lower `diffusion`, or make the sensor thinner or its pitch larger")
        }
    }
}

extension SensorReadout {
    /// Keys that have a meaning only where channels are simulated.
    fileprivate static let clusterKeys = [
        "side", "lorentz_per_tesla", "diffusion", "position", "threshold_dispersion", "noise", "encoding", "bits",
        "charge_per_count", "gain_dispersion", "noise_occupancy", "rise_time",
    ]
}
