// SPDX-License-Identifier: GPL-3.0-or-later

/// A kind of sensor that layers refer to by name.
public struct SensorDescription: Sendable, Equatable {
    public var name: String
    /// What its layers and their supports are counted as in reports; the name unless said otherwise.
    public var component: String
    /// Position in the description's materials.
    public var material: Int
    /// mm.
    public var thickness: Double
    public var pitchU: Double
    public var pitchV: Double
    public var measurement: Sensor.Measurement
    /// mm.
    public var resolutionU: Double
    public var resolutionV: Double
    /// ns.
    public var resolutionTime: Double
    public var readout: SensorReadout
    /// Readout chips of a module along u and v.
    public var chipsU = 1
    public var chipsV = 1
    public var place: SourcePlace
}

/// Material that goes with a layer: a cylinder or disc at a distance from it.
public struct SupportDescription: Sendable, Equatable {
    /// Position in the description's materials.
    public var material: Int
    /// mm.
    public var thickness: Double
    /// Distance from the layer's radius (barrel, outwards) or |z| (disc, away from the centre), mm.
    public var offset: Double
    public var place: SourcePlace
}

/// Barrel layers that share a volume id.
public struct BarrelDescription: Sendable, Equatable {
    public var name: String
    public var volumeID: Int
    public var layers: [BarrelLayerDescription]
    public var place: SourcePlace
}

/// One barrel layer: `phiCount` × `zCount` rectangles on a cylinder.
///
/// Module i of row j stands at azimuth φ = -π + (i + phiStart) 2π / phiCount, at
/// z = (j - (zCount - 1)/2) (2 halfLength - zOverlap), and at radius ± zStagger/2 ± phiStagger/2, the first row and
/// the first module being outside. Its normal points to azimuth φ + tilt, its v axis along z.
public struct BarrelLayerDescription: Sendable, Equatable {
    public var layerID: Int
    public var radius: Double
    public var phiCount: Int
    public var zCount: Int
    public var halfWidth: Double
    public var halfLength: Double
    public var tilt: Double
    public var zOverlap: Double
    public var zStagger: Double
    public var phiStagger: Double
    public var phiStart: Double
    /// Position in the description's sensors.
    public var sensor: Int
    public var support: SupportDescription?
    /// Whether rows or neighbours may leave gaps.
    public var allowsGaps: Bool
    public var place: SourcePlace

    /// Distance between the centres of neighbouring rows, mm.
    public var rowPitch: Double { 2 * halfLength - zOverlap }
    /// Largest |z| of a module, mm.
    public var halfExtentZ: Double { 0.5 * Double(zCount - 1) * rowPitch + halfLength }
    /// Largest radius of a module's centre, mm.
    public var outermostRadius: Double { radius + 0.5 * (zCount > 1 ? zStagger : 0) + 0.5 * phiStagger }
}

/// Equal discs at several z, mirrored to one or both sides of the centre.
public struct DiscsDescription: Sendable, Equatable {
    public var name: String
    /// Volume ids of the discs at negative and positive z; a side without an id has no discs.
    public var negativeID: Int?
    public var positiveID: Int?
    /// |z| of the discs, increasing, mm.
    public var positions: [Double]
    public var rings: [RingDescription]
    /// Layer ids are `firstLayerID + k × layerIDStep`, k counting discs of a side in the direction of increasing z.
    public var firstLayerID: Int
    public var layerIDStep: Int
    /// Position in the description's sensors.
    public var sensor: Int
    public var support: SupportDescription?
    public var allowsGaps: Bool
    public var place: SourcePlace
    /// Where `positions` was written.
    public var positionsPlace: SourcePlace
}

/// A ring of a disc: `count` rectangles or trapezoids around the beam.
///
/// Module i stands at azimuth φ = -π + (i + phiStart) 2π / count and at
/// |z| = disc + offset ± stagger/2, the first module away from the centre; of every four modules the first stands
/// `subStagger` farther and the last `subStagger` nearer. Its v axis points outwards, its normal away from the centre.
public struct RingDescription: Sendable, Equatable {
    public var radius: Double
    public var count: Int
    public var innerHalfWidth: Double
    public var outerHalfWidth: Double
    public var halfLength: Double
    public var stagger: Double
    public var subStagger: Double
    public var offset: Double
    public var phiStart: Double
    public var place: SourcePlace
}

/// Material without readout.
public struct PassiveDescription: Sendable, Equatable {
    public var name: String
    /// What the surface is counted as in material budgets.
    public var component: String
    public var shape: PassiveSurface.Shape
    /// Position in the description's materials.
    public var material: Int
    /// mm.
    public var thickness: Double
    public var place: SourcePlace
}
