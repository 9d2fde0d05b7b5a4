// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The magnetic field in the tracking volume.
public enum MagneticField: Sendable {
    /// The same everywhere, along z, tesla.
    case uniform(Double)
    /// Different from place to place: a solenoid with its fringe, or a map.
    case grid(FieldGrid)

    /// A solenoid with its fringe, tabulated for a tracking volume of this radius and half length, mm.
    ///
    /// - Precondition: the solenoid's radius exceeds that of the volume.
    public static func solenoid(_ solenoid: Solenoid, radius: Double, halfLength: Double) -> MagneticField {
        .grid(solenoid.tabulated(radius: radius, halfLength: halfLength))
    }

    /// The field at a place in mm, tesla. Outside of a grid it is that of the nearest place inside.
    public func value(x: Double, y: Double, z: Double) -> Vector3 {
        switch self {
        case .uniform(let field): Vector3(0, 0, field)
        case .grid(let grid): grid.sampler.value(x: x, y: y, z: z)
        }
    }

    /// The component along z at the origin, tesla.
    public var zAtOrigin: Double { value(x: 0, y: 0, z: 0).z }

    /// What the field is, in a few words for tables and drawings.
    public var summary: String {
        switch self {
        case .uniform(let field): "\(DecimalText.short(field, 4)) T along z"
        case .grid(let grid): grid.summary
        }
    }
}

/// The field as a geometry file describes it.
public enum FieldDescription: Sendable, Equatable {
    /// Along z, tesla.
    case uniform(Double)
    case solenoid(Solenoid)
    case map(FieldMap)

    /// The field in a tracking volume of this radius and half length, mm; the same bits everywhere.
    func build(radius: Double, halfLength: Double) -> MagneticField {
        switch self {
        case .uniform(let field): .uniform(field)
        case .solenoid(let solenoid): .solenoid(solenoid, radius: radius, halfLength: halfLength)
        case .map(let map): .grid(map.tabulated())
        }
    }
}
