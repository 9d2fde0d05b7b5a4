// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Detector

/// The solenoid's field against formulas and laws that it was not made from.
@Suite struct SolenoidTests {
    private let solenoid = FieldSupport.solenoid

    /// On the axis the field of a sheet has an elementary form: μ₀nI/2 (cos of the angles to its two rims).
    @Test func hasTheElementaryFieldOnTheAxis() {
        func shape(_ z: Double) -> Double {
            func cosine(_ d: Double) -> Double { d / (d * d + 1250 * 1250).squareRoot() }
            return cosine(2650 + z) + cosine(2650 - z)
        }
        for z in stride(from: -6000.0, through: 6000, by: 375) {
            let (radial, axial) = solenoid.field(r: 0, z: z)
            #expect(abs(axial - 2 * shape(z) / shape(0)) < 1e-13)
            #expect(abs(radial) < 1e-13)
        }
    }

    /// Biot and Savart: the sheet as many circles, each summed over its azimuth (the trapezoidal rule converges
    /// exponentially on a circle, Simpson's along z as its fourth power).
    @Test(arguments: [(0.0, 0.0), (600.0, 500.0), (1000.0, -2400.0), (300.0, 3000.0), (1100.0, 2650.0)])
    func agreesWithTheLawOfBiotAndSavart(r: Double, z: Double) {
        func ring(_ z0: Double) -> (radial: Double, axial: Double) {
            let count = 400
            var radial = 0.0
            var axial = 0.0
            for i in 0..<count {
                let cosine = Elementary.cos(PhysicalConstants.twoPi * Double(i) / Double(count))
                let h = z - z0
                let across2: Double = r * r + 1_562_500 - 2500 * r * cosine
                let d2: Double = across2 + h * h
                let weight = 1250 / (d2 * d2.squareRoot() * Double(count))
                radial += weight * h * cosine
                axial += weight * (1250 - r * cosine)
            }
            return (radial, axial)
        }
        let pieces = 1000
        var sum = (radial: 0.0, axial: 0.0)
        for i in 0...pieces {
            let weight: Double = i == 0 || i == pieces ? 1 : (i % 2 == 1 ? 4 : 2)
            let place: Double = 5300 * Double(i) / Double(pieces)
            let at = ring(place - 2650)
            sum.radial += weight * at.radial
            sum.axial += weight * at.axial
        }
        // In units in which the field at the centre is L/√(a² + L²) with L the half length.
        let simpson: Double = 0.5 * 5300 / (3 * Double(pieces))
        let diagonal: Double = (2650.0 * 2650 + 1_562_500).squareRoot()
        let scale: Double = 2 * diagonal / 2650
        let field = solenoid.field(r: r, z: z)
        #expect(abs(field.axial - scale * simpson * sum.axial) < 1e-6)
        #expect(abs(field.radial - scale * simpson * sum.radial) < 1e-6)
    }

    /// Inside there are neither sources nor currents: ∇·B = 0 and ∇×B = 0.
    @Test func obeysMaxwellsEquationsInside() {
        let d = 0.5
        for r in [50.0, 400, 800, 1150] {
            for z in [-2900.0, -2650, -1000, 10, 2000, 2600, 3500] {
                func b(_ dr: Double, _ dz: Double) -> (radial: Double, axial: Double) {
                    solenoid.field(r: r + dr, z: z + dz)
                }
                let (outer, inner) = (b(d, 0), b(-d, 0))
                let (after, before) = (b(0, d), b(0, -d))
                let flux: Double = (r + d) * outer.radial - (r - d) * inner.radial
                let radialSlope: Double = flux / (2 * d * r)
                let axialSlope: Double = (after.axial - before.axial) / (2 * d)
                let alongZ: Double = after.radial - before.radial
                let curl: Double = (alongZ - outer.axial + inner.axial) / (2 * d)
                #expect(abs(radialSlope + axialSlope) < 1e-7, "divergence at \(r), \(z)")
                #expect(abs(curl) < 1e-7, "curl at \(r), \(z)")
            }
        }
    }

    /// The table and its interpolation, between its points and at its ends.
    @Test func isTabulatedFinelyEnough() {
        let field = MagneticField.grid(solenoid.tabulated(radius: 1100, halfLength: 3050))
        var stream = RandomStream(seed: 71, event: 0, stage: .test, identity: 1)
        for _ in 0..<4000 {
            let r = 1100 * stream.uniform().squareRoot()
            let (s, c) = Elementary.sincos(stream.uniform(in: -3...3))
            let z = stream.uniform(in: -3050...3050)
            let b = field.value(x: r * c, y: r * s, z: z)
            let (radial, axial) = solenoid.field(r: r, z: z)
            #expect(abs(b.z - axial) < 2e-5)
            #expect(abs(b.x - radial * c) < 2e-5 && abs(b.y - radial * s) < 2e-5)
        }
        #expect(abs(field.zAtOrigin - 2) < 1e-9)
        // Beyond its ends the table goes on with the value there, and nothing traps.
        #expect(field.value(x: 0, y: 0, z: 1e9).z == field.value(x: 0, y: 0, z: 3050).z)
        #expect(field.value(x: .nan, y: 0, z: .nan).x.isNaN)
    }

    /// What `longestStep` promises: over that length the field is nearly the parabola through its ends and middle, along
    /// the axis and across it, also where the sheet and its rim are near.
    @Test(arguments: [150.0, 60, 20])
    func hasNoStructureWithinTheLongestStep(gap: Double) {
        let (radius, half) = (1250 - gap, 3050.0)
        let step = solenoid.tabulated(radius: radius, halfLength: half).longestStep
        #expect(step > gap, "steps shorter than the field needs cost time")
        func departure(_ from: (r: Double, z: Double), _ to: (r: Double, z: Double)) -> Double {
            func b(_ t: Double) -> SIMD2<Double> {
                let b = solenoid.field(r: from.r + t * (to.r - from.r), z: from.z + t * (to.z - from.z))
                return SIMD2(b.radial, b.axial)
            }
            let (first, middle, last) = (b(0), b(0.5), b(1))
            return stride(from: 0.05, to: 1, by: 0.05).map { t in
                let parabola = (1 - t) * (1 - 2 * t) * first + 4 * t * (1 - t) * middle + t * (2 * t - 1) * last
                let d = b(t) - parabola
                return (d * d).sum().squareRoot()
            }.max() ?? 0
        }
        var worst = 0.0
        let long = min(step, 2 * half)
        for z in stride(from: -half, through: half - long, by: 0.1 * step) {
            worst = max(worst, departure((radius, z), (radius, z + long)))
        }
        let across = min(step, radius)
        for z in stride(from: 0, through: half, by: 10.0) {
            worst = max(worst, departure((radius - across, z), (radius, z)))
        }
        #expect(worst < 0.06, "\(worst) T of 2 T, steps of \(step) mm")
    }

    /// Bulirsch's integral against the midpoint rule, which converges exponentially for periodic functions.
    @Test(arguments: [(1.0, 1.0, 1.0, 1.0), (0.3, 1, 1, -1), (0.05, 0.2, 1, 0.4), (0.9, 3, -2, 0.5)])
    func ellipticIntegralsAreThoseOfQuadrature(k: Double, p: Double, a: Double, b: Double) {
        let count = 4000
        var sum = 0.0
        for i in 0..<count {
            let (s, c) = Elementary.sincos(0.5 * PhysicalConstants.pi * (Double(i) + 0.5) / Double(count))
            let root = (c * c + k * k * s * s).squareRoot()
            sum += (a * c * c + b * s * s) / ((c * c + p * s * s) * root)
        }
        let quadrature = sum * 0.5 * PhysicalConstants.pi / Double(count)
        let value = EllipticIntegral.complete(modulus: k, p: p, a: a, b: b)
        #expect(abs(value - quadrature) < 1e-12 * (1 + abs(quadrature)))
    }
}
