// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Finds out how well positions are measured: lets test particles of known place pass through the modules of a layer
/// and compares, as experiments do with tracks.
///
/// Test particles come from the luminous region (50 mm long) with transverse momenta of 0.5 to 10 GeV/c, uniform in
/// their logarithm, and cover the modules evenly; their deposit is Landau's. Everything follows from the detector's
/// description: the same description gives the same bits.
struct PositionCalibration {
    private let readout: TrackerReadout
    private let landau = LandauDistribution()
    static let particlesPerLayer = 2048
    /// Bins with fewer entries take the values of their group.
    static let leastEntries = 12.0
    private static let seed: UInt64 = 0x0ca1_1b7a

    /// Sums over the test particles that fall into one response.
    struct Sums {
        var count = 0.0
        var asymmetry = 0.0
        var asymmetry2 = 0.0
        var residual = 0.0
        var product = 0.0
        var residual2 = 0.0

        mutating func add(_ residual: Double, _ asymmetry: Double) {
            count += 1
            self.asymmetry += asymmetry
            asymmetry2 += asymmetry * asymmetry
            self.residual += residual
            product += residual * asymmetry
            residual2 += residual * residual
        }

        static func + (a: Sums, b: Sums) -> Sums {
            var sum = a
            sum.count += b.count
            sum.asymmetry += b.asymmetry
            sum.asymmetry2 += b.asymmetry2
            sum.residual += b.residual
            sum.product += b.product
            sum.residual2 += b.residual2
            return sum
        }

        /// The slope that makes the squared error smallest, and that error.
        var response: PositionResponse {
            let slope = asymmetry2 > 1e-9 * count ? product / asymmetry2 : 0
            return PositionResponse(slope: slope, variance: max((residual2 - slope * product) / max(count, 1), 1e-8))
        }
    }

    /// The responses of every layer, in the order of `TrackerReadout.responses`.
    static func responses(_ readout: TrackerReadout) -> [PositionResponse] {
        let calibration = PositionCalibration(readout: readout)
        var scratch = ReadoutScratch()
        return readout.tracker.layers.indices.flatMap { calibration.responses(ofLayer: $0, &scratch) }
    }

    private init(readout: TrackerReadout) { self.readout = readout }

    private func responses(ofLayer layer: Int, _ scratch: inout ReadoutScratch) -> [PositionResponse] {
        var sums = Array(repeating: Sums(), count: 2 * PositionResponse.perAxis)
        let sensor = readout.sensors.pointer + layer
        let modules = readout.tracker.layers[layer].modules
        if !sensor.pointee.isSmeared && !modules.isEmpty {
            for i in 0..<PositionCalibration.particlesPerLayer {
                var stream = RandomStream(
                    seed: PositionCalibration.seed, event: UInt64(layer), stage: .planning, identity: UInt64(i))
                let module = modules.lowerBound + Int(stream.integer(below: UInt64(modules.count)))
                measure(module, layer, UInt64(i), &stream, &scratch, &sums)
            }
        }
        let axes = [sums[..<PositionResponse.perAxis], sums[PositionResponse.perAxis...]]
        return axes.flatMap { PositionCalibration.smoothed(Array($0)) }
    }

    /// One test particle through one module.
    private func measure(
        _ index: Int, _ layer: Int, _ number: UInt64, _ stream: inout RandomStream, _ scratch: inout ReadoutScratch,
        _ sums: inout [Sums]
    ) {
        let module = readout.modules.pointer + index
        let constants = readout.constants.pointer + index
        let sensor = readout.sensors.pointer + layer
        let v = (2 * stream.uniform() - 1) * module.pointee.halfV
        let u = (2 * stream.uniform() - 1) * module.pointee.halfU(atV: v)
        let direction = self.direction(at: module.pointee, u, v, &stream)
        let path = SensorPath(
            u: u, v: v, alongU: direction.dot(module.pointee.u), alongV: direction.dot(module.pointee.v),
            alongW: direction.dot(module.pointee.w), thickness: sensor.pointee.thickness,
            halfU: constants.pointee.halfU, halfV: constants.pointee.halfV)
        scratch.charges.removeAll()
        let constant = readout.probableConstants.pointer[layer]
        readout.collect(
            deposit(path, sensor, constant, &stream) / sensor.pointee.pairEnergy, along: path, step: 0, sensor,
            constants, probableConstant: constant, &stream, &scratch)
        scratch.sortCharges()
        let electronics = ChannelElectronics(seed: PositionCalibration.seed, event: number, module: index)
        readout.fire(electronics, sensor, constants, &scratch)
        guard let shape = largestCluster(&scratch) else { return }
        let widths = readout.expectedWidths(shape, module, constants, sensor)
        let trueU = (u + constants.pointee.halfU + readout.shiftU(constants, sensor)) * sensor.pointee.inversePitchU
        let trueV = (v + constants.pointee.halfV + readout.shiftV(constants, sensor)) * sensor.pointee.inversePitchV
        let isAnalogue = sensor.pointee.usesSharing
        let fromU = isAnalogue ? shape.middleU : shape.sumU / shape.charge + 0.5
        let fromV = isAnalogue ? shape.middleV : shape.sumV / shape.charge + 0.5
        let indexU = PositionResponse.index(size: shape.sizeU, width: widths.u)
        let indexV = PositionResponse.perAxis + PositionResponse.index(size: shape.sizeV, width: widths.v)
        sums[indexU].add(trueU - fromU, isAnalogue ? shape.asymmetryU : 0)
        sums[indexV].add(trueV - fromV, isAnalogue ? shape.asymmetryV : 0)
    }

    /// Direction in which a particle from the luminous region arrives.
    private func direction(at module: Module, _ u: Double, _ v: Double, _ stream: inout RandomStream) -> Vector3 {
        let place = module.center + u * module.u + v * module.v
        let start = 50 * stream.normal()
        let radius = max((place.x * place.x + place.y * place.y).squareRoot(), 1e-3)
        // A chord of length r turns by arcsin(r/2R) from its circle's tangent; what cannot reach r is left out.
        let bend = PhysicalConstants.curvature * abs(readout.field(at: module).z) * radius / 2
        let lowest = max(0.5, 1.1 * bend)
        let momentum = lowest * Elementary.exp(stream.uniform() * Elementary.log(max(20, 1.1)))
        let sine = (stream.uniform() < 0.5 ? -1 : 1) * min(bend / momentum, 0.95)
        let cosine = (1 - sine * sine).squareRoot()
        let x = (place.x * cosine - place.y * sine) / radius
        let y = (place.x * sine + place.y * cosine) / radius
        let arc = sine != 0 ? radius * Elementary.asin(abs(sine)) / abs(sine) : radius
        return Vector3(x, y, (place.z - start) / arc)
    }

    /// Landau's deposit of a fast particle, GeV.
    private func deposit(
        _ path: SensorPath, _ sensor: UnsafePointer<SensorConstants>, _ constant: Double, _ stream: inout RandomStream
    ) -> Double {
        let xi = max(sensor.pointee.straggling * path.length, 1e-12)
        let loss = constant + Elementary.log(xi) + landau.quantile(stream.uniform()) - LandauDistribution.mode
        return xi * max(loss, 1)
    }

    private func largestCluster(_ scratch: inout ReadoutScratch) -> ClusterShape? {
        scratch.fired.withUnsafeMutableBuffer { ClusterFinder(fired: $0).link() }
        var best: ClusterShape?
        for i in 0..<scratch.fired.count where Int(scratch.fired[i].root) == i {
            let shape = ClusterShape(i, scratch.fired)
            if shape.charge > (best?.charge ?? 0) { best = shape }
        }
        return best
    }

    /// The responses of an axis; what was seen too rarely takes the values of its group, and an empty group those of a
    /// uniform distribution over a channel.
    private static func smoothed(_ sums: [Sums]) -> [PositionResponse] {
        (0..<PositionResponse.groups).flatMap { group -> [PositionResponse] in
            let bins = sums[group * PositionResponse.bins..<(group + 1) * PositionResponse.bins]
            let all = bins.reduce(Sums(), +)
            let fallback = all.count >= leastEntries ? all.response : PositionResponse(slope: 0, variance: 1 / 12.0)
            return bins.map { $0.count >= leastEntries ? $0.response : fallback }
        }
    }
}
