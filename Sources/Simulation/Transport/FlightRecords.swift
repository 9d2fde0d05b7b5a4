// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes
import Detector
import EventModel

/// What particles leave in sensors.
extension TrackerTransport {
    /// Records the passages through sensors, with the energy that Vavilov's fluctuation leaves in them.
    ///
    /// - Parameter uniform: 24 bits of it are for the collisions, 20 for the shells.
    @inline(__always)
    func record(
        _ scratch: inout TransportScratch, _ passage: Passage<Lanes>, _ slab: SlabValues<Lanes>, _ slabs: SlabColumns,
        _ uniform: Lanes
    ) {
        let count = Int(scratch.navigation.sensorCount[0])
        guard count > 0 else { return }
        let shape = DepositShape<Lanes>(passage, slab, slabs.sensor)
        let scaled = uniform * 0x1p24
        let whole = scaled.wholePart.value
        let lambda = collisions(scratch, whole * 0x1p-24, logKappa: shape.logKappa)
        let normal = shells(scratch, scaled - whole)
        scratch.deposit.vector = shape.deposit(lambda: lambda, normal: normal)
        scratch.pathLength.vector = passage.paths * slabs.thickness
        scratch.stepX.vector = scratch.navigation.ux.vector * scratch.momentum.vector
        scratch.stepY.vector = scratch.navigation.uy.vector * scratch.momentum.vector
        scratch.stepZ.vector = scratch.navigation.uz.vector * scratch.momentum.vector
        for i in 0..<count {
            let lane = Int(scratch.navigation.sensorLanes[i])
            guard scratch.crosses[lane] != 0 else { continue }
            let record = scratch.steps.append(particle: scratch.particle[lane])
            record.pointee.module = scratch.navigation.surface[lane]
            record.pointee.x = scratch.navigation.x[lane]
            record.pointee.y = scratch.navigation.y[lane]
            record.pointee.z = scratch.navigation.z[lane]
            record.pointee.t = scratch.time[lane]
            record.pointee.px = scratch.stepX[lane]
            record.pointee.py = scratch.stepY[lane]
            record.pointee.pz = scratch.stepZ[lane]
            record.pointee.u = scratch.navigation.u[lane]
            record.pointee.v = scratch.navigation.v[lane]
            record.pointee.pathLength = scratch.pathLength[lane]
            record.pointee.deposit = scratch.deposit[lane]
        }
    }

    /// λ of the lanes' collisions at quantiles u.
    @inline(__always)
    private func collisions(_ scratch: borrowing TransportScratch, _ u: Lanes, logKappa: Lanes) -> Lanes {
        let (entries, alongU, alongKappa) = VavilovDistribution.place(u, logKappa: logKappa)
        let places = UnsafeMutableRawPointer(scratch.places.pointer).assumingMemoryBound(to: SIMD8<UInt64>.self)
        places.pointee = entries
        let entry = UnsafeMutableRawPointer(places).assumingMemoryBound(to: UInt64.self)
        for lane in 0..<NavigationLanes.count { scratch.rows[lane] = deposits.pointer(entry: entry[lane]) }
        eidolon_lanes8_transpose4(scratch.rows, scratch.quantiles)
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
    private func shells(_ scratch: borrowing TransportScratch, _ uniform: Lanes) -> Lanes {
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
