// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// One module of channels: from its steps to its hits.
extension TrackerReadout {
    func read(
        _ index: Int, _ passages: Range<Int>, _ steps: borrowing StepColumns, noise: NoiseHits?,
        _ electronics: ChannelElectronics, into output: inout ReadOutEvent, _ scratch: inout ReadoutScratch
    ) {
        let layer = Int(modules.pointer[index].layer)
        let sensor = sensors.pointer + layer
        let module = constants.pointer + index
        scratch.beginModule()
        // So that charges come nearly in the order of their channels.
        if passages.count > 1 { scratch.orderByPlace(passages) }
        for i in passages { collect(scratch.passages[i], steps, layer, index, electronics, &scratch) }
        if let noise {
            let regions = conditions.modules[index].noisyRegions
            noise.append(
                index, module, occupancy: regions.isEmpty ? .infinity : channelOccupancy(index), conditions,
                to: &scratch)
        }
        scratch.sortCharges()
        fire(electronics, sensor, module, &scratch)
        let fired = scratch.fired.withUnsafeMutableBuffer { $0 }
        let charges = scratch.charges.withUnsafeMutableBuffer { $0 }
        ClusterFinder(fired: fired).link()
        for i in fired.indices where Int(fired[i].root) == i {
            appendHit(i, index, layer, steps, electronics, &output, fired, charges)
        }
    }

    /// (GeV/c)²: above, the slowest of the common particles, protons, are relativistic.
    private static let fastMomentum2 = 1.0

    /// Charge of one step; none if it comes outside the time window.
    @inline(__always)
    private func collect(
        _ step: SensorPassage, _ steps: borrowing StepColumns, _ layer: Int, _ index: Int,
        _ electronics: ChannelElectronics, _ scratch: inout ReadoutScratch
    ) {
        guard step.deposit > 0, step.deposit.isFinite, isInTime(Int(step.step), steps, layer) else { return }
        let sensor = sensors.pointer + layer
        let built = builtModules.pointer + index
        let module = constants.pointer + index
        let p = Vector3(step.px, step.py, step.pz)
        let path = SensorPath(
            u: step.u, v: step.v, alongU: p.dot(built.pointee.u), alongV: p.dot(built.pointee.v),
            alongW: p.dot(built.pointee.w), thickness: sensor.pointee.thickness, halfU: module.pointee.halfU,
            halfV: module.pointee.halfV)
        var stream = step.stream(electronics.seed, electronics.event)
        collect(
            step.deposit, isFast: p.dot(p) > TrackerReadout.fastMomentum2, along: path, step: step.step, sensor, module,
            probableConstant: probableConstants.pointer[layer], &stream, &scratch)
    }

    @inline(__always)
    func isInTime(_ step: Int, _ steps: borrowing StepColumns, _ layer: Int) -> Bool {
        let sensor = sensors.pointer + layer
        if sensor.pointee.earliest == -.infinity && sensor.pointee.latest == .infinity { return true }
        let late = steps.t[step] - lightTime(Vector3(steps.x[step], steps.y[step], steps.z[step]))
        return late >= sensor.pointee.earliest && late <= sensor.pointee.latest
    }

    /// When light from the centre of the detector arrives, ns.
    @inline(__always)
    private func lightTime(_ place: Vector3) -> Double {
        place.dot(place).squareRoot() * (1 / PhysicalConstants.speedOfLight)
    }

    /// Mean number of times that one of a module's ordinary channels fires without a particle.
    private func channelOccupancy(_ index: Int) -> Double {
        let regions = conditions.modules[index].noisyRegions
        var mean = constants.pointer[index].noiseMean
        for i in regions.first..<regions.end {
            mean -= conditions.noisyRegions[Int(i)].noiseMean
        }
        let channels = Double(constants.pointer[index].channelsU) * Double(constants.pointer[index].channelsV)
        return max(mean, 0) / channels
    }

    /// Writes the cluster that begins at a fired channel as a hit.
    private func appendHit(
        _ root: Int, _ index: Int, _ layer: Int, _ steps: borrowing StepColumns, _ electronics: ChannelElectronics,
        _ output: inout ReadOutEvent, _ fired: UnsafeMutableBufferPointer<FiredChannel>,
        _ charges: UnsafeMutableBufferPointer<ChannelCharge>
    ) {
        let sensor = sensors.pointer + layer
        let module = modules.pointer + index
        let constants = constants.pointer + index
        let shape = ClusterShape(root, fired)
        let (onU, onV) = estimate(
            shape, widths: expectedWidths(shape, module, constants, sensor), layer: layer, sensor)
        let half = module.pointee.halfV
        var v = onV.position * sensor.pointee.pitchV - constants.pointee.halfV - shiftV(constants, sensor)
        v = min(max(v, -half), half)
        let width = module.pointee.halfU(atV: v)
        var u = onU.position * sensor.pointee.pitchU - constants.pointee.halfU - shiftU(constants, sensor)
        u = min(max(u, -width), width)
        let place = module.pointee.center + u * module.pointee.u + v * module.pointee.v
        appendCells(root, shape.count, sensor, &output, fired)
        appendSources(root, &output, fired, charges)
        output.hits.append(
            module: index, place: (place.x, place.y, place.z),
            time: time(fired[shape.leading], index, steps, electronics, charges), u: u, v: v,
            varianceU: onU.variance * sensor.pointee.pitchU * sensor.pointee.pitchU,
            varianceV: onV.variance * sensor.pointee.pitchV * sensor.pointee.pitchV,
            energy: shape.charge * sensor.pointee.pairEnergy, sizeU: shape.sizeU, sizeV: shape.sizeV)
    }

    private func appendCells(
        _ root: Int, _ count: Int, _ sensor: UnsafePointer<SensorConstants>, _ output: inout ReadOutEvent,
        _ fired: UnsafeMutableBufferPointer<FiredChannel>
    ) {
        let channel0 = output.channel0.append(unwritten: count)
        let channel1 = output.channel1.append(unwritten: count)
        let energy = output.cellEnergy.append(unwritten: count)
        let counts = output.cellCounts.append(unwritten: count)
        var i = root
        for cell in 0..<count {
            channel0[cell] = fired[i].u
            channel1[cell] = fired[i].v
            energy[cell] = fired[i].value * sensor.pointee.pairEnergy
            counts[cell] = fired[i].counts
            i = Int(fired[i].next)
        }
        output.cellOffsets.append(Int64(output.channel0.count))
    }

    /// When the channel with the largest charge passes its threshold: after the arrival of the particle that left most
    /// in it. Noise comes at any time of a bunch crossing (25 ns) around the arrival of light.
    private func time(
        _ channel: FiredChannel, _ index: Int, _ steps: borrowing StepColumns, _ electronics: ChannelElectronics,
        _ charges: UnsafeMutableBufferPointer<ChannelCharge>
    ) -> Double {
        var most = charges[Int(channel.firstCharge)]
        for i in Int(channel.firstCharge)..<Int(channel.endCharge) where charges[i].charge > most.charge {
            most = charges[i]
        }
        guard most.step >= 0 else {
            var stream = electronics.stream(most.channel)
            _ = stream.next()
            return lightTime(modules.pointer[index].center) + 25 * (stream.uniform() - 0.5)
        }
        let layer = Int(modules.pointer[index].layer)
        return steps.t[Int(most.step)] + channel.delay + channel.jitter * sensors.pointer[layer].resolutionTime
    }

    /// The steps behind a cluster, in their order, with their shares of the charge that came to its channels.
    private func appendSources(
        _ root: Int, _ output: inout ReadOutEvent, _ fired: UnsafeMutableBufferPointer<FiredChannel>,
        _ charges: UnsafeMutableBufferPointer<ChannelCharge>
    ) {
        let first = output.sourceStep.count
        var sum = 0.0
        var step: Int32 = -1
        var charge = 0.0
        var i = root
        while i >= 0 {
            for c in Int(fired[i].firstCharge)..<Int(fired[i].endCharge) {
                if charges[c].step != step {
                    output.addSource(step, charge, from: first)
                    step = charges[c].step
                    charge = 0
                }
                charge += charges[c].charge
                sum += charges[c].charge
            }
            i = Int(fired[i].next)
        }
        output.addSource(step, charge, from: first)
        if sum > 0 {
            let inverse = 1 / sum
            for s in first..<output.sourceStep.count { output.sourceFraction[s] *= inverse }
        }
        output.sourceOffsets.append(Int64(output.sourceStep.count))
    }
}

extension ReadOutEvent {
    /// Adds to the share of a step among the sources from `first` on, which stand in the order of their steps; −1 is
    /// none.
    mutating func addSource(_ step: Int32, _ share: Double, from first: Int) {
        if step < 0 { return }
        var place = sourceStep.count
        while place > first && sourceStep[place - 1] > step { place -= 1 }
        if place > first && sourceStep[place - 1] == step {
            sourceFraction[place - 1] += share
        } else {
            insertSource(step, share, at: place)
        }
    }

    /// Puts a source before those from `place` on; there are few.
    mutating func insertSource(_ step: Int32, _ share: Double, at place: Int) {
        var i = sourceStep.count
        sourceStep.append(step)
        sourceFraction.append(share)
        while i > place {
            sourceStep[i] = sourceStep[i - 1]
            sourceFraction[i] = sourceFraction[i - 1]
            i -= 1
        }
        sourceStep[place] = step
        sourceFraction[place] = share
    }
}
