// SPDX-License-Identifier: GPL-3.0-or-later
import Detector
import EventModel

/// Multiple Coulomb scattering as what it is, the sum of many single deflections: those below an angle χ_h that does not
/// depend on the path as a Gaussian, those above one by one.
///
/// Both parts add along a path, so that ten slabs are one ten times as thick; where slabs are thinner than 0.15 % of a
/// radiation length, the soft part's fourth cumulant alone does not. Mixed simulation:
/// J. M. Fernández-Varea et al., NIM B73 (1993) 447. Single scattering is Rutherford's, screened,
/// χ_c² dχ²/(χ² + χ_a²)², with χ_c and χ_a as in G. R. Lynch and O. I. Dahl, NIM B58 (1991) 6, eqs. 2 and 3, and
/// Z(Z + 1)/A from the radiation length (RPP eq. 34.27), which holds for compounds too. The nucleus's form factor ends
/// the tail. Deflections above 60° are not made.
///
/// The soft part has the right variance, Lynch and Dahl's moment up to χ_h, and, where slabs are not too thin, the right
/// fourth cumulant, (3/8) ∫ χ⁴ dN in projection: it is one of two Gaussians by the toss of a coin, whose variances differ
/// from the mean by a share s to either side with 3 s² the excess kurtosis. Against Molière's distribution the width of the
/// core (68 %) is then within 1.2 % from 0.3 % of a radiation length on, 2 % small at 0.1 %, where 17 % of the deflections
/// beyond 8 χ_c are missing and 10 % of those beyond 5 χ_c too many.
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
    static let hardPerRadiationLength = 12.0
    /// (2 sin θ/2)² at 60°.
    static let largestChi2 = 1.0
    /// Largest square of the share s: more would make the narrower of the two Gaussians a spike.
    static let largestSpread2 = 0.36

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
    /// Variance of the soft part of the deflection, projected on a plane, and the share s by which those of its two
    /// Gaussians differ from it.
    let variance: V
    let spread: V
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
        let logarithm = Elementary.log(ratio + one)
        let moment = logarithm - part
        variance = chi2 * 0.5 * moment
        // ∫ χ⁴ dN = χ_c² χ_a² [r − 2 ln(1 + r) + r/(1 + r)].
        let fourth = screening2 * (ratio - logarithm * 2 + part)
        let spread2 = fourth / (chi2 * 2 * moment * moment)
        let most = V(every: MixedScattering.largestSpread2)
        spread = V.select(spread2.isBelow(most), spread2, most).root()
    }

    /// Standard deviation of the wider or the narrower Gaussian, rad, as the lowest bits say.
    @inline(__always)
    func width(_ coin: V.Bits) -> V {
        let signed = V(bits: spread.bits.flipped(by: coin.shiftedUp(by: 63)))
        return (variance * (signed + 1)).root()
    }
}

/// Hard deflections of particles, one per lane.
struct HardScattering<V: ElementaryLanes> {
    /// χ_c² and χ_a², as in `Scattering`.
    let chi2, screening2: V
    /// (GeV/c)², (v/c)².
    let momentum2, beta2: V
    /// As in `MixedScattering`.
    let nuclearShare, formFactorScale: V
    /// Largest χ² by an electron of the atom: electrons are scattered by those as by its nucleus; a heavier particle cannot
    /// be deflected by one beyond m_e/M.
    let electronLimit2: V

    @inline(__always)
    init(
        chi2: V, screening2: V, momentum2: V, beta2: V, nuclearShare: V, formFactorScale: V, inverseMass: V,
        isElectron: V.Choice
    ) {
        self.chi2 = chi2
        self.screening2 = screening2
        self.momentum2 = momentum2
        self.beta2 = beta2
        self.nuclearShare = nuclearShare
        self.formFactorScale = formFactorScale
        let fromElectrons = inverseMass * PhysicsConstants.electronMass
        electronLimit2 = V.select(
            isElectron, V(every: MixedScattering.largestChi2), fromElectrons * fromElectrons)
    }

    /// The deflection that comes at a time of the Poisson process, as tangents along two axes across the direction, with
    /// times as in `Scattering`; zero if the nucleus's size or spin does not allow it.
    ///
    /// - Parameters:
    ///   - first: a standard normal number, and so `second`: their direction in the plane is that of the deflection.
    ///     Half their squares' sum is exponential and independent of it: the wait for the next one.
    ///   - uniform: in [0, 1).
    @inline(__always)
    func deflection(at time: V, first: V, second: V, uniform: V) -> (x: V, y: V) {
        let one = V(every: 1)
        let zero = V(every: 0)
        let square = chi2 / time - screening2
        let isPossible = V.both(zero.isBelow(square), square.isBelow(V(every: MixedScattering.largestChi2)))
        let damping = momentum2 * square * formFactorScale + one
        let damping2 = damping * damping
        // F² of the nucleus, and its electrons one by one; Mott's factor 1 − β² sin²(θ/2).
        let nucleus = nuclearShare / (damping2 * damping2)
        let electrons = V.select(square.isBelow(electronLimit2), one - nuclearShare, zero)
        let chance = (nucleus + electrons) * (one - beta2 * 0.25 * square)
        let happens = V.both(isPossible, uniform.isBelow(chance))
        // χ = 2 sin(θ/2): tan θ = χ √(1 − χ²/4)/(1 − χ²/2).
        let cosine = one - square * 0.5
        let size2 = square * (one - square * 0.25) / (cosine * cosine * (first * first + second * second))
        let size = V.select(happens, size2, zero).root()
        return (first * size, second * size)
    }

    /// How long after one the next comes; see `deflection`.
    @inline(__always)
    static func wait(_ first: V, _ second: V) -> V { (first * first + second * second) * 0.5 }
}
