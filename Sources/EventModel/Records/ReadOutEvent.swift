// SPDX-License-Identifier: GPL-3.0-or-later

/// Reconstructed hits (clusters) of one event; the columns have equal length.
public struct HitColumns: ~Copyable, Sendable {
    /// Position of the module in the tracker's modules.
    public var module = Column<Int32>(capacity: 1024)
    /// Measured position, global frame, mm; on the module's mid-plane.
    public var x = Column<Double>(capacity: 1024)
    public var y = Column<Double>(capacity: 1024)
    public var z = Column<Double>(capacity: 1024)
    /// Measured time, ns.
    public var t = Column<Double>(capacity: 1024)
    /// Measured position in the module's frame, mm, and its variances, mm².
    public var u = Column<Double>(capacity: 1024)
    public var v = Column<Double>(capacity: 1024)
    public var varianceU = Column<Double>(capacity: 1024)
    public var varianceV = Column<Double>(capacity: 1024)
    /// Energy seen, GeV: the sum of the cells.
    public var energy = Column<Double>(capacity: 1024)
    /// Channels of the cluster along u and v, from its first to its last.
    public var sizeU = Column<Int32>(capacity: 1024)
    public var sizeV = Column<Int32>(capacity: 1024)

    public init() {}
    @inlinable public var count: Int { module.count }

    public mutating func removeAll() {
        module.removeAll()
        x.removeAll()
        y.removeAll()
        z.removeAll()
        t.removeAll()
        u.removeAll()
        v.removeAll()
        varianceU.removeAll()
        varianceV.removeAll()
        energy.removeAll()
        sizeU.removeAll()
        sizeV.removeAll()
    }

    /// Appends a hit with its position in the global frame (mm), time (ns), position and variances in the module's
    /// frame (mm, mm²), energy (GeV) and number of channels along u and v.
    @inlinable
    public mutating func append(
        module: Int, place: (x: Double, y: Double, z: Double), time: Double, u: Double, v: Double, varianceU: Double,
        varianceV: Double, energy: Double, sizeU: Int, sizeV: Int
    ) {
        self.module.append(Int32(truncatingIfNeeded: module))
        x.append(place.x)
        y.append(place.y)
        z.append(place.z)
        t.append(time)
        self.u.append(u)
        self.v.append(v)
        self.varianceU.append(varianceU)
        self.varianceV.append(varianceV)
        self.energy.append(energy)
        self.sizeU.append(Int32(truncatingIfNeeded: sizeU))
        self.sizeV.append(Int32(truncatingIfNeeded: sizeV))
    }
}

/// The readout's output: what the electronics deliver.
public struct ReadOutEvent: ~Copyable, Sendable {
    public var hits = HitColumns()
    /// The cells of hit `i` are `cellOffsets[i]..<cellOffsets[i + 1]`; one entry more than hits.
    public var cellOffsets = Column<Int64>(capacity: 1024)
    /// Channel numbers along the module's u and v, from 0.
    public var channel0 = Column<Int32>(capacity: 4096)
    public var channel1 = Column<Int32>(capacity: 4096)
    /// Energy of the cell, GeV.
    public var cellEnergy = Column<Double>(capacity: 4096)
    /// What its electronics delivered: counts of charge or of time over threshold, 1 where it only fired, 0 where it
    /// delivers the charge itself.
    public var cellCounts = Column<Int32>(capacity: 4096)
    /// The steps behind hit `i` are `sourceOffsets[i]..<sourceOffsets[i + 1]`; one entry more than hits.
    public var sourceOffsets = Column<Int64>(capacity: 1024)
    /// Position of the contributing step in the transported event, in increasing order, and its share of the charge that
    /// came to the hit's channels (0...1).
    public var sourceStep = Column<Int32>(capacity: 1024)
    public var sourceFraction = Column<Double>(capacity: 1024)

    public init() {}

    public mutating func removeAll() {
        hits.removeAll()
        cellOffsets.removeAll()
        channel0.removeAll()
        channel1.removeAll()
        cellEnergy.removeAll()
        cellCounts.removeAll()
        sourceOffsets.removeAll()
        sourceStep.removeAll()
        sourceFraction.removeAll()
    }
}
