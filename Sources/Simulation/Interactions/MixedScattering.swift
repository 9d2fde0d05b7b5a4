// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Multiple Coulomb scattering as what it is, the sum of many single deflections: those below an angle χ_h that does not
/// depend on the path as one Gaussian, those above one by one.
///
/// Both parts add exactly along a path, so that ten slabs are one ten times as thick. Mixed simulation:
/// J. M. Fernández-Varea et al., NIM B73 (1993) 447. Single scattering is Rutherford's, screened,
/// χ_c² dχ²/(χ² + χ_a²)², with χ_c and χ_a as in G. R. Lynch and O. I. Dahl, NIM B58 (1991) 6, eqs. 2 and 3, and
/// Z(Z + 1)/A from the radiation length (RPP eq. 34.27), which holds for compounds too. The nucleus's form factor ends
/// the tail. Deflections above 60° are not made.
///
/// The Gaussian's variance is Lynch and Dahl's moment up to χ_h. Its shape is what is approximate: against Molière's
/// distribution the width of the core (68 %) is 6 % large after 0.1 % of a radiation length, 2 % after 0.3 %, and less
/// than 1.5 % off from 1 % on, whatever pieces these are made of.
struct MixedScattering: BitwiseCopyable {
    /// Hard scatterings per crossing at normal incidence, where screening does not matter: thickness in radiation
    /// lengths times `hardPerRadiationLength`.
    let hardScatterings: Double
    /// (χ_h p β/z)², GeV².
    let hardScale: Double
    /// (χ_a p)² = `screening` (1 + `coulomb` z²/β²), GeV².
    let screening: Double
    let coulomb: Double
    /// Share of the nucleus as a whole in hard scatterings, Z/(Z + 1), and (R_N/ħc)²/12 in GeV⁻².
    let nuclearShare: Double
    let formFactorScale: Double

    /// χ_h is chosen such that there are so many hard scatterings in a radiation length.
    static let hardPerRadiationLength = 30.0
    /// (2 sin θ/2)² at 60°.
    static let largestChi2 = 1.0

    init(_ slab: MaterialSlab, _ material: Material) {
        let atomicNumber = material.atomicNumber
        // 0.157 MeV² g⁻¹ cm² Z(Z+1)/A x; RPP eq. 34.27: X0 Z(Z+1)/A = 716.4 g/cm² / ln(287/√Z).
        let perLength = 0.157e-6 * 716.4 / Elementary.log(287 / atomicNumber.squareRoot())
        hardScale = perLength / MixedScattering.hardPerRadiationLength
        hardScatterings = slab.thickness / material.radiationLength * MixedScattering.hardPerRadiationLength
        // 2.007e-5 MeV² Z^(2/3) [1 + 3.34 (Zzα/β)²].
        screening = 2.007e-11 * Elementary.pow(atomicNumber, 2 / 3.0)
        let zAlpha = atomicNumber / 137.035999
        coulomb = 3.34 * zAlpha * zAlpha
        nuclearShare = atomicNumber / (atomicNumber + 1)
        // R_N = 1.27 A^0.27 fm in the exponential form factor (1 + (q R_N)²/12)⁻², A. V. Butkevich et al.,
        // NIM A488 (2002) 282.
        let radius = 1.27e-12 * Elementary.pow(material.atomicMass, 0.27) / PhysicalConstants.hbarC
        formFactorScale = radius * radius / 12
    }

    private init(nothingLike other: MixedScattering) {
        hardScatterings = 0
        hardScale = other.hardScale
        screening = other.screening
        coulomb = other.coulomb
        nuclearShare = other.nuclearShare
        formFactorScale = other.formFactorScale
    }

    /// The same material, nothing of it.
    var emptied: MixedScattering { MixedScattering(nothingLike: self) }
}

/// The constants of `MixedScattering` of the slabs that the lanes' particles are in.
struct ScatteringValues<V: ElementaryLanes> {
    let hardScatterings, hardScale, screening, coulomb: V
}

extension ScatteringValues<Double> {
    init(_ constants: MixedScattering) {
        hardScatterings = constants.hardScatterings
        hardScale = constants.hardScale
        screening = constants.screening
        coulomb = constants.coulomb
    }
}

/// How the lanes' particles scatter in their slabs.
struct Scattering<V: ElementaryLanes> {
    /// Standard deviation of the Gaussian part of the deflection, projected on a plane, rad.
    let width: V
    /// Mean number of hard scatterings.
    let hard: V
    /// χ_c² and χ_a²: in the order of falling angles, hard scatterings have χ² + χ_a² = χ_c²/t where t are the times of
    /// a Poisson process with unit rate that come before `hard`.
    let chi2: V
    let screening2: V

    @inline(__always)
    init(_ passage: Passage<V>, _ slab: ScatteringValues<V>) {
        let one = V(every: 1)
        let inverseMomentum2 = passage.inverseMomentum * passage.inverseMomentum
        let charge = passage.charge2 * passage.inverseBeta2
        screening2 = slab.screening * (slab.coulomb * charge + 1) * inverseMomentum2
        let threshold2 = slab.hardScale * charge * inverseMomentum2
        let free = slab.hardScatterings * passage.paths
        chi2 = threshold2 * free
        // With r = χ_h²/χ_a²: χ_c²/(χ_h² + χ_a²) hard ones, and ½ χ_c² [ln(1 + r) − r/(1 + r)] for the others (half of
        // the mean square angle is that of its projection).
        let ratio = threshold2 / screening2
        let part = ratio / (ratio + one)
        hard = free * part
        width = (chi2 * 0.5 * (Elementary.log(ratio + one) - part)).root()
    }
}

extension MixedScattering {
    /// The hard deflections of one particle in one slab, as tangents along two axes across its direction.
    ///
    /// - Parameters:
    ///   - time: the first time of the Poisson process, −ln u with a uniform u, below `scattering.hard`; a kernel for
    ///     many particles compares these first and calls for the few that have any.
    ///   - momentum: GeV/c.
    ///   - isElectron: electrons are scattered by the atom's electrons as by its nucleus; a heavier particle cannot be
    ///     deflected by one beyond m_e/M.
    func hardDeflection(
        _ scattering: Scattering<Double>, after time: Double, momentum: Double, inverseMass: Double, beta2: Double,
        isElectron: Bool, _ random: inout RandomStream
    ) -> (x: Double, y: Double) {
        let fromElectrons = PhysicsConstants.electronMass * inverseMass
        let electronLimit2 = isElectron ? MixedScattering.largestChi2 : fromElectrons * fromElectrons
        var arrival = time
        var sum = (x: 0.0, y: 0.0)
        while arrival < scattering.hard {
            let square = scattering.chi2 / arrival - scattering.screening2
            arrival += random.exponential()
            guard square > 0, square < MixedScattering.largestChi2 else { continue }
            let damping = 1 + momentum * momentum * square * formFactorScale
            // F² of the nucleus, and its electrons one by one; Mott's factor 1 − β² sin²(θ/2).
            let nucleus = nuclearShare / (damping * damping * damping * damping)
            let electrons = square < electronLimit2 ? 1 - nuclearShare : 0
            let mott = 1 - beta2 * 0.25 * square
            if random.uniform() >= (nucleus + electrons) * mott { continue }
            // χ = 2 sin(θ/2): tan θ = χ √(1 − χ²/4)/(1 − χ²/2).
            let size = (square * (1 - 0.25 * square)).squareRoot() / (1 - 0.5 * square)
            let around = random.azimuth()
            sum.x += size * around.cosine
            sum.y += size * around.sine
        }
        return sum
    }
}
