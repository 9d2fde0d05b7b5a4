// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// A homogeneous material.
public struct Material: Sendable, Equatable {
    public var name: String
    /// g/cm³.
    public var density: Double
    /// Radiation length X0, mm.
    public var radiationLength: Double
    /// Nuclear interaction length, mm.
    public var interactionLength: Double
    /// Effective atomic number and mass (g/mol).
    public var atomicNumber: Double
    public var atomicMass: Double
    /// Z/A of the compound, mol/g.
    public var ratioZA: Double
    /// Mean excitation energy I, GeV.
    public var meanExcitationEnergy: Double
    /// Plasma energy ħω_p, GeV.
    public var plasmaEnergy: Double
    /// Sternheimer's density-effect parameters (RPP eq. 34.7).
    public var densityEffect: DensityEffect

    /// Sternheimer's parameterisation of the density effect.
    public struct DensityEffect: Sendable, Equatable {
        public var x0: Double
        public var x1: Double
        public var a: Double
        public var m: Double
        public var cBar: Double
        public var delta0: Double
        public init(x0: Double, x1: Double, a: Double, m: Double, cBar: Double, delta0: Double) {
            self.x0 = x0
            self.x1 = x1
            self.a = a
            self.m = m
            self.cBar = cBar
            self.delta0 = delta0
        }
    }

    public init(
        name: String, density: Double, radiationLength: Double, interactionLength: Double, atomicNumber: Double,
        atomicMass: Double, ratioZA: Double, meanExcitationEnergy: Double, plasmaEnergy: Double,
        densityEffect: DensityEffect
    ) {
        self.name = name
        self.density = density
        self.radiationLength = radiationLength
        self.interactionLength = interactionLength
        self.atomicNumber = atomicNumber
        self.atomicMass = atomicMass
        self.ratioZA = ratioZA
        self.meanExcitationEnergy = meanExcitationEnergy
        self.plasmaEnergy = plasmaEnergy
        self.densityEffect = densityEffect
    }
}

/// A thickness of one material.
public struct MaterialSlab: Sendable, Equatable {
    /// Position in the tracker's materials.
    public var material: Int
    /// mm, along the surface's normal.
    public var thickness: Double
    public init(material: Int, thickness: Double) {
        self.material = material
        self.thickness = thickness
    }
}
