// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Finds out how well positions are measured: lets test particles of known place pass through the modules of a layer
/// and compares, as experiments do with tracks.
///
/// Test particles come from the luminous region (50 mm long) with transverse momenta of 0.5 to 10 GeV/c, uniform in
/// their logarithm, and evenly in pseudorapidity and azimuth; their deposit is Landau's. Variances are those of the core:
/// the few in a thousand whose error is beyond five of them, as noise or a hard delta ray makes it, are left out.
/// Particles that come from elsewhere meet a module under angles that nobody expects, and are measured worse than the
/// variances say. Everything follows from the detector's description: the same description gives the same bits.
struct PositionCalibration {
    private let readout: TrackerReadout
    /// What bends the test particles, tesla.
    private let fieldZ: Double
    static let particlesPerLayer = 4096
    /// Bins with fewer entries are taken together with their neighbours.
    static let leastEntries = 80.0
    /// Errors beyond this many standard deviations are not of the core.
    private static let farthestPull = 5.0
    /// Places nearer to the beam count as if they were there, mm.
    private static let leastRadius = 10.0
    private static let seed: UInt64 = 0x0ca1_1b7a

    /// What one test particle adds to one response.
    private struct Entry {
        let index: Int
        let residual: Double
        let asymmetry: Double
    }

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

    private init(readout: TrackerReadout) {
        self.readout = readout
        fieldZ = readout.tracker.field.zAtOrigin
    }

    private func responses(ofLayer layer: Int, _ scratch: inout ReadoutScratch) -> [PositionResponse] {
        var entries: [Entry] = []
        let sensor = readout.sensors.pointer + layer
        let modules = readout.tracker.layers[layer].modules
        if !sensor.pointee.isSmeared && !modules.isEmpty {
            for i in 0..<PositionCalibration.particlesPerLayer {
                var stream = RandomStream(
                    seed: PositionCalibration.seed, event: UInt64(layer), stage: .planning, identity: UInt64(i))
                measure(hit(layer, &stream), layer, UInt64(i), &stream, &scratch, &entries)
            }
        }
        var responses = PositionCalibration.responses(entries) { _ in true }
        // Each round finds what the farthest errors of the round before had hidden.
        for _ in 0..<3 {
            let before = responses
            responses = PositionCalibration.responses(entries) { entry in
                let error = entry.residual - before[entry.index].slope * entry.asymmetry
                let farthest = PositionCalibration.farthestPull
                return error * error < farthest * farthest * before[entry.index].variance
            }
        }
        return responses
    }

    /// The responses of both axes from those entries that count.
    private static func responses(_ entries: [Entry], where counts: (Entry) -> Bool) -> [PositionResponse] {
        var sums = Array(repeating: Sums(), count: 2 * PositionResponse.perAxis)
        for entry in entries where counts(entry) { sums[entry.index].add(entry.residual, entry.asymmetry) }
        let axes = [sums[..<PositionResponse.perAxis], sums[PositionResponse.perAxis...]]
        return axes.flatMap { smoothed(Array($0)) }
    }

    /// A place on a layer's modules, for particles that are spread evenly in pseudorapidity and azimuth: by rejection,
    /// since dη dφ = cos α dA/r² with the angle α to the normal and the distance r from the beam.
    private func hit(_ layer: Int, _ stream: inout RandomStream) -> (module: Int, u: Double, v: Double) {
        let modules = readout.tracker.layers[layer].modules
        let nearest = max(readout.tracker.layers[layer].radius.lowerBound, PositionCalibration.leastRadius)
        var found = (module: modules.lowerBound, u: 0.0, v: 0.0)
        for _ in 0..<100 {
            found.module = modules.lowerBound + Int(stream.integer(below: UInt64(modules.count)))
            let module = readout.modules.pointer + found.module
            found.v = (2 * stream.uniform() - 1) * module.pointee.halfV
            found.u = (2 * stream.uniform() - 1) * module.pointee.halfU(atV: found.v)
            let place = module.pointee.center + found.u * module.pointee.u + found.v * module.pointee.v
            let cosine = abs(place.dot(module.pointee.w)) / max(place.dot(place).squareRoot(), 1e-9)
            let radius2 = max(place.x * place.x + place.y * place.y, nearest * nearest)
            if stream.uniform() * radius2 <= cosine * nearest * nearest { break }
        }
        return found
    }

    /// One test particle through one module.
    private func measure(
        _ hit: (module: Int, u: Double, v: Double), _ layer: Int, _ number: UInt64, _ stream: inout RandomStream,
        _ scratch: inout ReadoutScratch, _ entries: inout [Entry]
    ) {
        let (index, u, v) = hit
        let module = readout.modules.pointer + index
        let constants = readout.constants.pointer + index
        let sensor = readout.sensors.pointer + layer
        let direction = self.direction(at: module.pointee, u, v, &stream)
        let path = SensorPath(
            u: u, v: v, alongU: direction.dot(module.pointee.u), alongV: direction.dot(module.pointee.v),
            alongW: direction.dot(module.pointee.w), thickness: sensor.pointee.thickness,
            halfU: constants.pointee.halfU, halfV: constants.pointee.halfV)
        scratch.beginModule()
        let constant = readout.probableConstants.pointer[layer]
        readout.collect(
            deposit(path, sensor, constant, &stream), isFast: true, along: path, step: 0, sensor, constants,
            probableConstant: constant, &stream, &scratch)
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
        entries.append(Entry(index: indexU, residual: trueU - fromU, asymmetry: isAnalogue ? shape.asymmetryU : 0))
        entries.append(Entry(index: indexV, residual: trueV - fromV, asymmetry: isAnalogue ? shape.asymmetryV : 0))
    }

    /// Direction in which a particle from the luminous region arrives.
    private func direction(at module: Module, _ u: Double, _ v: Double, _ stream: inout RandomStream) -> Vector3 {
        let place = module.center + u * module.u + v * module.v
        let start = 50 * stream.normal()
        let radius = max((place.x * place.x + place.y * place.y).squareRoot(), 1e-3)
        // A chord of length r turns by arcsin(r/2R) from its circle's tangent; what cannot reach r is left out.
        let bend = PhysicalConstants.curvature * abs(fieldZ) * radius / 2
        let lowest = max(0.5, 1.1 * bend)
        let momentum = lowest * Elementary.exp(stream.uniform() * Elementary.log(20))
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
        let bits = UInt32(truncatingIfNeeded: stream.next())
        return xi * max(constant + Elementary.log(xi) + readout.straggling.excess(bits), 1)
    }

    private func largestCluster(_ scratch: inout ReadoutScratch) -> ClusterShape? {
        let fired = scratch.fired.withUnsafeMutableBuffer { $0 }
        ClusterFinder(fired: fired).link()
        var best: ClusterShape?
        for i in fired.indices where Int(fired[i].root) == i {
            let shape = ClusterShape(i, fired)
            if shape.charge > (best?.charge ?? 0) { best = shape }
        }
        return best
    }

    /// The responses of an axis. What was seen too rarely is taken together with as many of its neighbours as it needs;
    /// a group that was hardly seen at all takes the error of a uniform distribution over a channel.
    private static func smoothed(_ sums: [Sums]) -> [PositionResponse] {
        (0..<PositionResponse.groups).flatMap { group -> [PositionResponse] in
            let first = group * PositionResponse.bins
            let bins = Array(sums[first..<first + PositionResponse.bins])
            return bins.indices.map { bin in
                for reach in 0..<PositionResponse.bins {
                    let near = bins[max(bin - reach, 0)...min(bin + reach, bins.count - 1)].reduce(Sums(), +)
                    if near.count >= leastEntries { return near.response }
                }
                return PositionResponse(slope: 0, variance: 1 / 12.0)
            }
        }
    }
}
