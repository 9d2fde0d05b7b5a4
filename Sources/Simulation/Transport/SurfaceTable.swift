// SPDX-License-Identifier: GPL-3.0-or-later
import CLanes
import Detector
import EventModel

/// Constants of every surface's material, in memory that kernels read without reference counting.
struct SurfaceTable: Sendable {
    /// A `SlabRow` per layer, then one per passive surface, then one of nothing.
    let rows: UnsafeTable<Double>
    /// The material of each, as its position in the tracker's materials.
    let materials: UnsafeTable<Int32>
    /// Where its table begins in a row of the interaction lengths.
    let tableStarts: UnsafeTable<Int>
    /// The position of nothing.
    let vacuum: Int32

    /// Twenty thicknesses bound the path along a thin passive shell, which leaves it through its curvature.
    static let longestPassivePath = 20.0

    init(_ index: NavigationIndex, _ models: MaterialModels) {
        let tracker = index.tracker
        let kinds = tracker.layers.map(\.sensor.slab) + tracker.passive.map(\.slab)
        // A grazing path in a sensor ends at the module's edge.
        let sensors = tracker.layers.map { layer in
            let longest = layer.modules.map { SurfaceTable.extent(tracker.modules[$0]) }.max() ?? 0
            return longest / layer.sensor.slab.thickness
        }
        let passive = [Double](repeating: SurfaceTable.longestPassivePath, count: tracker.passive.count)
        let tables = InteractionTables(kinds, longestPaths: sensors + passive, materials: tracker.materials)
        materials = UnsafeTable(kinds.map { Int32($0.material) } + [0])
        tableStarts = UnsafeTable(kinds.map { InteractionLengths.start(material: $0.material) } + [0])
        vacuum = Int32(kinds.count)
        let slabs = zip(kinds, tables.slabs).map { kind, slab in
            let material = tracker.materials[kind.material]
            let candidates = models.bremsstrahlung.pointer[kind.material].candidates
            return SlabRow.row(slab, candidates: candidates * kind.thickness / material.radiationLength)
        }
        let any = slabs.first ?? [Double](repeating: 1, count: SlabRow.count)
        rows = UnsafeTable((slabs + [SlabRow.emptied(any)]).flatMap { $0 })
    }

    private static func extent(_ module: Module) -> Double {
        2 * (module.halfV + max(module.halfUMinimum, module.halfUMaximum))
    }
}

/// The constants of one slab: sixteen neighbouring doubles, of which the first eight are what every particle in it needs
/// and the others what few do. Each half has a cache line of its own.
struct SlabRow {
    private let base: UnsafePointer<Double>

    static let count = 16

    /// - Parameter base: a row of `SurfaceTable.rows`.
    @inline(__always)
    init(_ base: UnsafePointer<Double>) { self.base = base }

    /// - Parameter candidates: photons that an electron may radiate in it, per unit of the logarithm of the energy.
    static func row(_ slab: SlabConstants, candidates: Double) -> [Double] {
        [
            slab.thickness, slab.longestPath, slab.xi, slab.meanConstant, slab.scattering.hardScatterings,
            slab.scattering.hardScale, slab.scattering.screening, slab.scattering.coulomb,
            slab.probableConstant, slab.deposit.cut, slab.deposit.shellConstant, slab.deposit.shellSlope,
            Elementary.log(slab.xi / slab.deposit.cut), slab.scattering.nuclearShare,
            slab.scattering.formFactorScale, candidates,
        ]
    }

    /// A row of nothing, in which there is no path. The rest stays: what it says of lanes that cross nothing is not used.
    static func emptied(_ row: [Double]) -> [Double] { [0, 1] + row.dropFirst(2) }

    @inline(__always) var nuclearShare: Double { base[13] }
    @inline(__always) var formFactorScale: Double { base[14] }
    @inline(__always) var candidates: Double { base[15] }
}

/// What the rows of the slabs that eight particles are in begin with, as eight columns.
struct SlabColumns {
    private let memory: UnsafeMutablePointer<Double>

    /// - Parameter memory: eight columns of eight.
    @inline(__always)
    init(_ memory: UnsafeMutablePointer<Double>) { self.memory = memory }

    @inline(__always)
    private func column(_ k: Int) -> SIMD8<Double> {
        UnsafeRawPointer(memory + 8 * k).assumingMemoryBound(to: SIMD8<Double>.self).pointee
    }

    @inline(__always) var thickness: SIMD8<Double> { column(0) }
    @inline(__always) var longestPath: SIMD8<Double> { column(1) }
    @inline(__always) var xi: SIMD8<Double> { column(2) }
    /// Without the density effect.
    @inline(__always) var mean: SIMD8<Double> { column(3) }
    @inline(__always) var scattering: ScatteringValues<SIMD8<Double>> {
        ScatteringValues(
            hardScatterings: column(4), hardScale: column(5), screening: column(6), coulomb: column(7))
    }
    @inline(__always) var radiationLengths: SIMD8<Double> {
        column(4) * (1 / MixedScattering.hardPerRadiationLength)
    }
}

/// What the rows of the sensors that eight particles are in say of deposits, as columns: twelve of the sixteen numbers.
struct SensorColumns {
    private let memory: UnsafeMutablePointer<Double>

    static let count = 12

    /// - Parameter memory: `count` columns of eight, which are written from the rows.
    @inline(__always)
    init(_ memory: UnsafeMutablePointer<Double>, rows: UnsafeMutablePointer<UnsafePointer<Double>?>) {
        self.memory = memory
        eidolon_lanes8_transpose4(rows, memory)
        for lane in 0..<NavigationLanes.count { rows[lane] = rows[lane].unsafelyUnwrapped + 8 }
        eidolon_lanes8_transpose8(rows, memory + 32)
    }

    @inline(__always)
    private func column(_ k: Int) -> SIMD8<Double> {
        UnsafeRawPointer(memory + 8 * k).assumingMemoryBound(to: SIMD8<Double>.self).pointee
    }

    @inline(__always) var thickness: SIMD8<Double> { column(0) }
    /// With the density effect of each lane's particle.
    @inline(__always)
    func values(densityEffect: SIMD8<Double>) -> SlabValues<SIMD8<Double>> {
        SlabValues(xi: column(2), mean: column(3) - 0.5 * densityEffect, probable: column(4) - densityEffect)
    }
    @inline(__always) var sensor: SensorValues<SIMD8<Double>> {
        SensorValues(cut: column(5), shellConstant: column(6), shellSlope: column(7), logWidth: column(8))
    }
}
