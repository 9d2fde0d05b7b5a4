// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes
import Detector
import EventModel

/// What particles leave in sensors.
extension TrackerTransport {
    /// Records the passages through sensors; what they leave there is for `finishSteps`.
    @inline(__always)
    func record(_ scratch: inout TransportScratch, _ crosses: LaneChoice) {
        let count = Int(scratch.navigation.sensorCount[0])
        guard count > 0 else { return }
        let crossing = eidolon_words8_bits(unsafeBitCast(crosses, to: SIMD8<UInt64>.self))
        for i in 0..<count {
            let lane = Int(scratch.navigation.sensorLanes[i])
            guard crossing &>> UInt32(lane) & 1 != 0 else { continue }
            let (record, place) = scratch.steps.append(particle: scratch.particle[lane])
            let momentum = scratch.momentum[lane]
            record.pointee.module = scratch.navigation.surface[lane]
            record.pointee.x = scratch.navigation.x[lane]
            record.pointee.y = scratch.navigation.y[lane]
            record.pointee.z = scratch.navigation.z[lane]
            record.pointee.t = scratch.time[lane]
            record.pointee.px = scratch.navigation.ux[lane] * momentum
            record.pointee.py = scratch.navigation.uy[lane] * momentum
            record.pointee.pz = scratch.navigation.uz[lane] * momentum
            record.pointee.u = scratch.navigation.u[lane]
            record.pointee.v = scratch.navigation.v[lane]
            scratch.steps.deposits.energy[place] = scratch.energy[lane]
            scratch.steps.deposits.inverseMomentum[place] = scratch.inverseMomentum[lane]
            scratch.steps.deposits.inverseMass[place] = scratch.inverseMass[lane]
            scratch.steps.deposits.charge2[place] = scratch.charge2[lane]
            scratch.steps.deposits.isElectron[place] = scratch.isElectron[lane]
            scratch.steps.deposits.logBetaGamma[place] = scratch.logBetaGamma[lane]
            scratch.steps.deposits.paths[place] = scratch.paths[lane]
            scratch.steps.deposits.densityEffect[place] = scratch.tabulated[lane]
            scratch.steps.deposits.uniform[place] = scratch.uniform[lane]
            scratch.steps.deposits.rows[place] = scratch.rows[lane]
        }
    }

    /// Completes the next eight steps, or the last ones: the energy that Vavilov's fluctuation leaves.
    @inline(never)
    func finishSteps(_ scratch: inout TransportScratch) {
        let place = scratch.steps.finished & (DepositQueue.capacity - 1)
        if scratch.steps.waiting < DepositQueue.block {
            scratch.steps.deposits.pad(from: place, count: scratch.steps.waiting)
        }
        for lane in 0..<NavigationLanes.count { scratch.sensorRows[lane] = scratch.steps.deposits.rows[place + lane] }
        let columns = SensorColumns(scratch.sensors, rows: scratch.sensorRows)
        let slab = columns.values(densityEffect: scratch.steps.deposits.vector(7, at: place))
        let passage = scratch.steps.deposits.passage(at: place)
        let shape = DepositShape<Lanes>(passage, slab, columns.sensor)
        // 24 bits of the uniform are for the collisions, 20 for the shells.
        let scaled = scratch.steps.deposits.vector(8, at: place) * 0x1p24
        let whole = scaled.wholePart.value
        let lambda = collisions(&scratch, whole * 0x1p-24, logKappa: shape.logKappa)
        let normal = shells(&scratch, scaled - whole)
        scratch.deposit.vector = shape.deposit(lambda: lambda, normal: normal)
        scratch.pathLength.vector = passage.paths * columns.thickness
        scratch.steps.finish(paths: scratch.pathLength, deposits: scratch.deposit)
    }

    /// λ of the lanes' collisions at quantiles u.
    @inline(__always)
    private func collisions(_ scratch: inout TransportScratch, _ u: Lanes, logKappa: Lanes) -> Lanes {
        let (entries, alongU, alongKappa) = VavilovDistribution.place(u, logKappa: logKappa)
        let places = UnsafeMutableRawPointer(scratch.places.pointer).assumingMemoryBound(to: SIMD8<UInt64>.self)
        places.pointee = entries
        let entry = UnsafeMutableRawPointer(places).assumingMemoryBound(to: UInt64.self)
        for lane in 0..<NavigationLanes.count { scratch.sensorRows[lane] = deposits.pointer(entry: entry[lane]) }
        eidolon_lanes8_transpose4(scratch.sensorRows, scratch.quantiles)
        let four = FourColumns(scratch.quantiles)
        let lambda = VavilovDistribution.value((four[0], four[1], four[2], four[3]), alongU, alongKappa)
        let isBeyond = VavilovDistribution.isBeyond(logKappa)
        return Lanes.holdsEverywhere(.!isBeyond) ? lambda : gaussianLike(lambda, logKappa, isBeyond)
    }

    @inline(never)
    private func gaussianLike(_ lambda: Lanes, _ logKappa: Lanes, _ isBeyond: LaneChoice) -> Lanes {
        var result = lambda
        for lane in 0..<NavigationLanes.count where isBeyond[lane] {
            result[lane] = VavilovDistribution.gaussianLike(lambda[lane], logKappa[lane])
        }
        return result
    }

    /// Standard normal numbers from uniform ones of 20 bits.
    @inline(__always)
    private func shells(_ scratch: inout TransportScratch, _ uniform: Lanes) -> Lanes {
        // Two halves that differ in sign; the place is within the half, from its outer end.
        let both = uniform * Double(2 * NormalTable.nodes) + 0x1p-9
        let isHigh = Lanes(repeating: Double(NormalTable.nodes)) .< both
        let place = both.replacing(with: Double(2 * NormalTable.nodes) - both, where: isHigh)
        let (nodes, whole) = place.wholePart
        let places = UnsafeMutableRawPointer(scratch.places.pointer).assumingMemoryBound(to: SIMD8<UInt64>.self)
        places.pointee = nodes
        let node = UnsafeMutableRawPointer(places).assumingMemoryBound(to: Int64.self)
        let near = eidolon_lanes8_gather(normals.quantiles, node)
        let next = eidolon_lanes8_gather(normals.quantiles + 1, node)
        let size = near + (place - whole) * (next - near)
        let normal = (-size).replacing(with: size, where: isHigh)
        let isTail = whole .< Lanes(repeating: 1)
        return Lanes.holdsEverywhere(.!isTail) ? normal : tails(normal, uniform, isTail)
    }

    @inline(never)
    private func tails(_ normal: Lanes, _ uniform: Lanes, _ isTail: LaneChoice) -> Lanes {
        var result = normal
        for lane in 0..<NavigationLanes.count where isTail[lane] {
            let bits = UInt32(truncatingIfNeeded: Int32(uniform[lane] * 0x1p20))
            result[lane] = normals.number(bits &<< 12 | 1 << 11)
        }
        return result
    }
}
