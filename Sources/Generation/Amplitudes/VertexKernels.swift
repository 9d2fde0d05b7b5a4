// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Vertices and propagators as the classical field equations have them.
///
/// With L = -F²/4 + ψbar (i ∂-slash - m) ψ + ψbar O ψ and waves exp(-i k x), k incoming: (k-slash - m) ψ = -O ψ,
/// ψbar (k-slash + m) = ψbar O, k² A = J - (three- and four-gluon terms). Spinors are (left two, right two), conjugate
/// ones the same with the left slots multiplying left-handed components; vectors (t, x, y, z).
enum VertexKernels {
    /// V-slash (left P_L + right P_R) ψ.
    @inline(__always)
    static func onQuark(_ v: CurrentLanes, _ psi: CurrentLanes, _ left: Double, _ right: Double) -> CurrentLanes {
        let (plus, minus) = (v.a + v.d, v.a - v.d)
        let (up, down) = (v.b - v.c.timesI, v.b + v.c.timesI)
        return CurrentLanes(
            a: right * (minus * psi.c - up * psi.d), b: right * (plus * psi.d - down * psi.c),
            c: left * (plus * psi.a + up * psi.b), d: left * (down * psi.a + minus * psi.b))
    }

    /// ψbar V-slash (left P_L + right P_R).
    @inline(__always)
    static func onAntiquark(_ v: CurrentLanes, _ bar: CurrentLanes, _ left: Double, _ right: Double) -> CurrentLanes {
        let (plus, minus) = (v.a + v.d, v.a - v.d)
        let (up, down) = (v.b - v.c.timesI, v.b + v.c.timesI)
        return CurrentLanes(
            a: left * (bar.c * plus + bar.d * down), b: left * (bar.c * up + bar.d * minus),
            c: right * (bar.a * minus - bar.b * down), d: right * (bar.b * plus - bar.a * up))
    }

    /// ψbar γ^μ (left P_L + right P_R) ψ.
    @inline(__always)
    static func vector(_ bar: CurrentLanes, _ psi: CurrentLanes, _ left: Double, _ right: Double) -> CurrentLanes {
        // Right-handed: a σ ψ_R; left-handed: b σbar ψ_L.
        let r00 = bar.a * psi.c
        let r11 = bar.b * psi.d
        let r01 = bar.a * psi.d
        let r10 = bar.b * psi.c
        let l00 = bar.c * psi.a
        let l11 = bar.d * psi.b
        let l01 = bar.c * psi.b
        let l10 = bar.d * psi.a
        return CurrentLanes(
            a: right * (r00 + r11) + left * (l00 + l11), b: right * (r01 + r10) - left * (l01 + l10),
            c: right * (r10 - r01).timesI - left * (l10 - l01).timesI, d: right * (r00 - r11) - left * (l00 - l11))
    }

    /// φ (cosine + i γ5 sine) ψ; the same for a conjugate spinor.
    @inline(__always)
    static func scalar(_ phi: ComplexLanes, _ psi: CurrentLanes, _ cosine: Double, _ sine: Double) -> CurrentLanes {
        let left = cosine * phi - sine * phi.timesI
        let right = cosine * phi + sine * phi.timesI
        return CurrentLanes(a: left * psi.a, b: left * psi.b, c: right * psi.c, d: right * psi.d)
    }

    /// ψbar (cosine + i γ5 sine) ψ.
    @inline(__always)
    static func scalar(
        _ bar: CurrentLanes, _ psi: CurrentLanes, _ cosine: Double, _ sine: Double
    ) -> ComplexLanes {
        let left = bar.a * psi.a + bar.b * psi.b
        let right = bar.c * psi.c + bar.d * psi.d
        return cosine * (left + right) + sine * (right - left).timesI
    }

    /// (k1 - k2) A1.A2 + A2 (2 k2 + k1).A1 - A1 (2 k1 + k2).A2: the ordered three-vector term.
    @inline(__always)
    static func three(_ x: CurrentLanes, _ k1: FourVector, _ y: CurrentLanes, _ k2: FourVector) -> CurrentLanes {
        let product = x.dot(y)
        let difference = k1 - k2
        let first = x.dot(k2 + k2 + k1)
        let second = y.dot(k1 + k1 + k2)
        let along = CurrentLanes(
            a: difference.energy * product, b: difference.px * product, c: difference.py * product,
            d: difference.pz * product)
        return along + first * y - second * x
    }

    /// A1.A2 A3 + A2.A3 A1 - 2 A1.A3 A2: the ordered four-vector term.
    @inline(__always)
    static func four(_ x: CurrentLanes, _ y: CurrentLanes, _ z: CurrentLanes) -> CurrentLanes {
        x.dot(y) * z + y.dot(z) * x - (2 * x.dot(z)) * y
    }

    /// Multiplies a source by the propagator of its field.
    @inline(__always)
    static func propagate(_ source: CurrentLanes, _ current: RecursionCurrent, _ k: FourVector) -> CurrentLanes {
        let m = current.mass
        switch current.propagator {
        case .none: return source
        case .quark:
            // -(k-slash + m) / (k² - m²) times the source.
            let factor = -1 / (k.mass2 - m * m)
            return factor * slashOnQuark(k, source, plus: m)
        case .antiquark:
            let factor = 1 / (k.mass2 - m * m)
            return factor * slashOnAntiquark(k, source, plus: -m)
        case .masslessVector: return (1 / k.mass2) * source
        case .massiveVector:
            let factor = 1 / (k.mass2 - m * m)
            let along = (1 / (m * m)) * source.dot(k)
            let projected =
                source
                - CurrentLanes(a: k.energy * along, b: k.px * along, c: k.py * along, d: k.pz * along)
            return factor * projected
        case .scalar:
            return (-1 / (k.mass2 - m * m)) * source
        }
    }

    @inline(__always)
    private static func slashOnQuark(_ k: FourVector, _ psi: CurrentLanes, plus m: Double) -> CurrentLanes {
        let (plus, minus) = (k.energy + k.pz, k.energy - k.pz)
        // (px - i py) z and (px + i py) z.
        func up(_ z: ComplexLanes) -> ComplexLanes { k.px * z - k.py * z.timesI }
        func down(_ z: ComplexLanes) -> ComplexLanes { k.px * z + k.py * z.timesI }
        return CurrentLanes(
            a: minus * psi.c - up(psi.d) + m * psi.a, b: plus * psi.d - down(psi.c) + m * psi.b,
            c: plus * psi.a + up(psi.b) + m * psi.c, d: down(psi.a) + minus * psi.b + m * psi.d)
    }

    @inline(__always)
    private static func slashOnAntiquark(_ k: FourVector, _ bar: CurrentLanes, plus m: Double) -> CurrentLanes {
        let (plus, minus) = (k.energy + k.pz, k.energy - k.pz)
        func up(_ z: ComplexLanes) -> ComplexLanes { k.px * z - k.py * z.timesI }
        func down(_ z: ComplexLanes) -> ComplexLanes { k.px * z + k.py * z.timesI }
        return CurrentLanes(
            a: plus * bar.c + down(bar.d) + m * bar.a, b: up(bar.c) + minus * bar.d + m * bar.b,
            c: minus * bar.a - down(bar.b) + m * bar.c, d: plus * bar.b - up(bar.a) + m * bar.d)
    }
}
