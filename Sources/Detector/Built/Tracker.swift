// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A vector in the global frame, mm or dimensionless.
@frozen
public struct Vector3: Sendable, Equatable, BitwiseCopyable {
    public var x: Double
    public var y: Double
    public var z: Double
    @inlinable public init(_ x: Double, _ y: Double, _ z: Double) {
        self.x = x
        self.y = y
        self.z = z
    }
    @inlinable public func dot(_ o: Vector3) -> Double { x * o.x + y * o.y + z * o.z }
    @inlinable public func cross(_ o: Vector3) -> Vector3 {
        Vector3(y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x)
    }
    @inlinable public static func + (a: Vector3, b: Vector3) -> Vector3 { Vector3(a.x + b.x, a.y + b.y, a.z + b.z) }
    @inlinable public static func - (a: Vector3, b: Vector3) -> Vector3 { Vector3(a.x - b.x, a.y - b.y, a.z - b.z) }
    @inlinable public static func * (a: Double, b: Vector3) -> Vector3 { Vector3(a * b.x, a * b.y, a * b.z) }
}

/// One flat sensitive module: a rectangle, or a trapezoid symmetric about its v axis.
@frozen
public struct Module: Sendable, Equatable, BitwiseCopyable {
    /// TrackML identity.
    public var volumeID: Int32
    public var layerID: Int32
    public var moduleID: Int32
    /// Position of the module's layer in the tracker's layers.
    public var layer: Int32
    /// Centre of the mid-plane, mm.
    public var center: Vector3
    /// Local axes in the global frame: right-handed, orthonormal; `w` is the normal.
    public var u: Vector3
    public var v: Vector3
    public var w: Vector3
    /// Half width at v = -halfV and at v = +halfV, mm; equal for a rectangle.
    public var halfUMinimum: Double
    public var halfUMaximum: Double
    /// Half length along v, mm.
    public var halfV: Double

    @inlinable public init(
        volumeID: Int32, layerID: Int32, moduleID: Int32, layer: Int32, center: Vector3, u: Vector3, v: Vector3,
        w: Vector3, halfUMinimum: Double, halfUMaximum: Double, halfV: Double
    ) {
        self.volumeID = volumeID
        self.layerID = layerID
        self.moduleID = moduleID
        self.layer = layer
        self.center = center
        self.u = u
        self.v = v
        self.w = w
        self.halfUMinimum = halfUMinimum
        self.halfUMaximum = halfUMaximum
        self.halfV = halfV
    }

    /// Half width at a place along v.
    @inlinable public func halfU(atV v: Double) -> Double {
        halfUMinimum + (halfUMaximum - halfUMinimum) * (v + halfV) / (2 * halfV)
    }
    @inlinable public func contains(u: Double, v: Double) -> Bool {
        abs(v) <= halfV && abs(u) <= halfU(atV: v)
    }
}

/// How a sensor measures: the same for all modules of a layer.
public struct Sensor: Sendable, Equatable {
    /// What the sensor and its support are counted as in reports, such as `pixel`.
    public var component: String
    public enum Measurement: String, Sendable, CaseIterable {
        /// From the charges of the channels, whose pitch quantises it: drift, electronics, clusters.
        case quantised
        /// Every passage by itself: true position with a Gaussian error of `resolutionU`, `resolutionV`.
        case smeared
    }
    /// Thickness of the sensitive volume, mm, and its material.
    public var slab: MaterialSlab
    /// Distance of channels along u and v, mm.
    public var pitchU: Double
    public var pitchV: Double
    public var measurement: Measurement
    /// Standard deviations of a smeared measurement, mm.
    public var resolutionU: Double
    public var resolutionV: Double
    /// Standard deviation of the time, ns.
    public var resolutionTime: Double
    public var readout: SensorReadout
    /// Readout chips of a module along u and v.
    public var chipsU = 1
    public var chipsV = 1

    public init(
        slab: MaterialSlab, pitchU: Double, pitchV: Double, measurement: Measurement, resolutionU: Double,
        resolutionV: Double, resolutionTime: Double, readout: SensorReadout = SensorReadout(),
        component: String = "sensor"
    ) {
        self.component = component
        self.slab = slab
        self.pitchU = pitchU
        self.pitchV = pitchV
        self.measurement = measurement
        self.resolutionU = resolutionU
        self.resolutionV = resolutionV
        self.resolutionTime = resolutionTime
        self.readout = readout
    }
}

/// Modules that stand together: a barrel layer or a disc.
public struct Layer: Sendable, Equatable {
    public enum Shape: String, Sendable { case barrel, disc }
    public var name: String
    public var shape: Shape
    public var volumeID: Int32
    public var layerID: Int32
    /// The layer's modules, contiguous in the tracker's modules.
    public var modules: Range<Int>
    /// Region of space that holds every point of every module's mid-plane, mm.
    public var radius: ClosedRange<Double>
    public var z: ClosedRange<Double>
    public var sensor: Sensor
    /// What carries its modules.
    public var mounting = Mounting.single

    public init(
        name: String, shape: Shape, volumeID: Int32, layerID: Int32, modules: Range<Int>,
        radius: ClosedRange<Double>, z: ClosedRange<Double>, sensor: Sensor
    ) {
        self.name = name
        self.shape = shape
        self.volumeID = volumeID
        self.layerID = layerID
        self.modules = modules
        self.radius = radius
        self.z = z
        self.sensor = sensor
    }
}

/// Material without readout on a cylinder about the z axis or on a disc across it.
public struct PassiveSurface: Sendable, Equatable {
    public enum Shape: Sendable, Equatable {
        case cylinder(radius: Double, z: ClosedRange<Double>)
        case disc(z: Double, radius: ClosedRange<Double>)
    }
    public var name: String
    public var shape: Shape
    public var slab: MaterialSlab
    /// What the material is counted as in budgets: the sensor's component for supports of layers.
    public var component: String
    public init(name: String, shape: Shape, slab: MaterialSlab, component: String? = nil) {
        self.name = name
        self.component = component ?? name
        self.shape = shape
        self.slab = slab
    }
}

/// The tracker as built: everything the transport, the readout and the writers need to know of it.
public struct Tracker: Sendable {
    public var name: String
    public var materials: [Material]
    public var layers: [Layer]
    /// In the order of the layers; a module's position here is its identity within Eidolon.
    public var modules: [Module]
    public var passive: [PassiveSurface]
    public var field: MagneticField
    /// The volume in which particles are followed: |z| and r, mm.
    public var boundaryRadius: Double
    public var boundaryHalfLength: Double

    public init(
        name: String, materials: [Material], layers: [Layer], modules: [Module], passive: [PassiveSurface],
        field: MagneticField, boundaryRadius: Double, boundaryHalfLength: Double
    ) {
        self.name = name
        self.materials = materials
        self.layers = layers
        self.modules = modules
        self.passive = passive
        self.field = field
        self.boundaryRadius = boundaryRadius
        self.boundaryHalfLength = boundaryHalfLength
    }
}
