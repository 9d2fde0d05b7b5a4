// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Constants of every surface's material, in memory that kernels read without reference counting.
struct SurfaceTable: Sendable {
    /// A `SlabColumns` row per layer, then one per passive surface, then one of nothing.
    let rows: UnsafeTable<Double>
    /// The material of each, as its position in the tracker's materials.
    let materials: UnsafeTable<Int32>
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
        vacuum = Int32(kinds.count)
        let slabs = zip(kinds, tables.slabs).map { kind, slab in
            let material = tracker.materials[kind.material]
            let candidates = models.bremsstrahlung.pointer[kind.material].candidates
            return SlabColumns.row(slab, candidates: candidates * kind.thickness / material.radiationLength)
        }
        let any = slabs.first ?? [Double](repeating: 1, count: SlabColumns.count)
        rows = UnsafeTable((slabs + [SlabColumns.emptied(any)]).flatMap { $0 })
    }

    private static func extent(_ module: Module) -> Double {
        2 * (module.halfV + max(module.halfUMinimum, module.halfUMaximum))
    }
}

/// The constants of the slabs that eight particles are in: sixteen columns, one per constant, made from sixteen
/// neighbouring doubles per slab.
struct SlabColumns {
    private let memory: UnsafeMutablePointer<Double>

    static let count = 16

    /// - Parameter memory: `count` columns of eight.
    @inline(__always)
    init(_ memory: UnsafeMutablePointer<Double>) { self.memory = memory }

    /// A slab's row. It has whole cache lines of its own.
    ///
    /// - Parameter candidates: photons that an electron may radiate in it, per unit of the logarithm of the energy.
    static func row(_ slab: SlabConstants, candidates: Double) -> [Double] {
        [
            slab.thickness, slab.longestPath, slab.xi, slab.meanConstant, slab.probableConstant,
            slab.scattering.hardScatterings, slab.scattering.hardScale, slab.scattering.screening,
            slab.scattering.coulomb, slab.scattering.nuclearShare, slab.scattering.formFactorScale, slab.deposit.cut,
            slab.deposit.shellConstant, slab.deposit.shellSlope, candidates,
            Elementary.log(slab.xi / slab.deposit.cut),
        ]
    }

    /// A row of nothing, in which there is no path. The rest stays: what it says of lanes that cross nothing is not used.
    static func emptied(_ row: [Double]) -> [Double] { [0, 1] + row.dropFirst(2) }

    @inline(__always)
    private func column(_ k: Int) -> SIMD8<Double> {
        UnsafeRawPointer(memory + 8 * k).assumingMemoryBound(to: SIMD8<Double>.self).pointee
    }

    @inline(__always) var thickness: SIMD8<Double> { column(0) }
    @inline(__always) var longestPath: SIMD8<Double> { column(1) }
    /// With the density effect of each lane's particle.
    @inline(__always)
    func values(densityEffect: SIMD8<Double>) -> SlabValues<SIMD8<Double>> {
        SlabValues(xi: column(2), mean: column(3) - 0.5 * densityEffect, probable: column(4) - densityEffect)
    }
    @inline(__always) var scattering: ScatteringValues<SIMD8<Double>> {
        ScatteringValues(
            hardScatterings: column(5), hardScale: column(6), screening: column(7), coulomb: column(8))
    }
    @inline(__always)
    func nucleus(lane: Int) -> (share: Double, formFactorScale: Double) { (memory[72 + lane], memory[80 + lane]) }
    @inline(__always) var sensor: SensorValues<SIMD8<Double>> {
        SensorValues(cut: column(11), shellConstant: column(12), shellSlope: column(13), logWidth: column(15))
    }
    @inline(__always) var candidates: SIMD8<Double> { column(14) }
    @inline(__always) var radiationLengths: SIMD8<Double> {
        column(5) * (1 / MixedScattering.hardPerRadiationLength)
    }
}
