# SPDX-License-Identifier: GPL-3.0-or-later
"""The quantities of particle-level comparisons, under the names of the reference histograms."""

import numpy

import common_events as events_module
from common_histograms import Histogram

# The edges of the references; processes without a reference use these too.
EDGES = {}
# Species whose numbers are compared, |eta| < 2.5.
SPECIES = [22, 211, 321, 310, 130, 2212, 2112, 11, 3122, 12, 13, 14, 3222, 3112, 16]


class Accumulator:
    """Histograms, numbers of species, and scalars of a sample, filled block by block."""

    def __init__(self, reference):
        self.histograms = {name: Histogram(histogram.edges) for name, histogram in reference.items()}
        self.events = 0
        self.species = {number: 0.0 for number in SPECIES}
        self.bottom = {}
        self.without_flight = {"b": 0, "c": 0}
        self.central = 0.0
        self.three_bottom = 0
        self.three_b_jets = 0
        self.with_lepton = 0

    def fill(self, name, values):
        if name in self.histograms:
            self.histograms[name].fill(values)

    def add(self, events):
        self.events += events.count
        self._particles(events)
        self._leptons(events)
        hadrons = self._heavy_hadrons(events)
        in_jet = self._jets(events, hadrons)
        self._energy_fraction(events, hadrons & in_jet)

    def _particles(self, e):
        inside = numpy.abs(e.eta) < 2.5
        for number in SPECIES:
            self.species[number] += numpy.count_nonzero(e.final & (e.id == number) & inside)
        self.central += numpy.count_nonzero(e.charged & (numpy.abs(e.eta) < 0.5))
        self.fill("nch_eta25_pt05", e.per_event(e.charged & inside & (e.pt > 0.5)))
        self.fill("nch_eta25_pt01", e.per_event(e.charged & inside & (e.pt > 0.1)))
        self.fill("nch_all", e.per_event(e.charged))
        self.fill("nstable_all", e.per_event(e.final))
        self.fill("npho_eta25_pt05", e.per_event(e.final & (e.id == 22) & inside & (e.pt > 0.5)))
        self.fill("dNch_deta", e.eta[e.charged])
        self.fill("dNch_deta_pt05", e.eta[e.charged & (e.pt > 0.5)])
        for name, numbers in [
                ("pt_pi_eta25", [211]), ("pt_K_eta25", [321]), ("pt_p_eta25", [2212]), ("pt_photon_eta25", [22]),
                ("pt_nhad_eta25", [130, 310, 2112, 3122, 3322]),
                ("pt_chhad_eta25", [211, 321, 2212, 3112, 3222, 3312, 3334])]:
            self.fill(name, e.pt[e.final & numpy.isin(e.id, numbers) & inside])
        visible = e.final & ~numpy.isin(e.id, events_module.NEUTRINOS) & (numpy.abs(e.eta) < 4.9)
        self.fill("sumET_eta49", e.per_event(visible, e.energy * e.pt / numpy.hypot(e.pt, e.pz)))
        k0 = e.final & (e.id == 310) & inside
        self.fill("Ks_pt", e.pt[k0])

    def _leptons(self, e):
        leptons = events_module.prompt_leptons(e) & (e.pt > 10) & (numpy.abs(e.eta) < 2.5)
        self.fill("lep_pt", e.pt[leptons])
        self.fill("lep_eta", e.eta[leptons])
        self.fill("nlep_pt10_eta25", e.per_event(leptons))
        order = numpy.lexsort((-e.pt[leptons], e.event[leptons]))
        event, pt = e.event[leptons][order], e.pt[leptons][order]
        self.fill("lep1_pt", pt[events_module.rank(event) == 0])
        self.with_lepton += len(numpy.unique(event))
        neutrinos = e.final & numpy.isin(e.id, events_module.NEUTRINOS)
        px, py = e.per_event(neutrinos, e.px), e.per_event(neutrinos, e.py)
        self.fill("met", numpy.hypot(px, py))

    def _heavy_hadrons(self, e):
        for digit, letter in [(5, "b"), (4, "c")]:
            hadrons = events_module.heavy_hadrons(e, digit)
            number = e.per_event(hadrons)
            self.fill(f"n_{letter}had", number)
            inside = hadrons & (numpy.abs(e.eta) < 2.5)
            self.fill(f"{letter}_pt", e.pt[inside])
            # A J/psi decays where it was made, without a vertex of its own: no flight to measure.
            flown = numpy.isfinite(e.end_x)
            self.without_flight[letter] += int(numpy.count_nonzero(hadrons & ~flown))
            flight = numpy.hypot(e.end_x, e.end_y)
            self.fill(f"{letter}_Rxy_mm", flight[inside & flown])
            self.fill(f"{letter}_L3D_mm", numpy.hypot(flight, e.end_z)[inside & flown])
            own = numpy.hypot(numpy.hypot(e.end_x - e.x, e.end_y - e.y), e.end_z - e.z)
            momentum = numpy.hypot(e.pt, e.pz)
            self.fill(f"{letter}_ctau_mm", (own * e.mass / momentum)[hadrons & flown])
        hadrons = events_module.heavy_hadrons(e, 5)
        numbers, counts = numpy.unique(e.id[hadrons], return_counts=True)
        for number, count in zip(numbers, counts):
            self.bottom[int(number)] = self.bottom.get(int(number), 0) + int(count)
        self.three_bottom += int(numpy.count_nonzero(e.per_event(hadrons) >= 3))
        self._charged_multiplicity(e, hadrons)
        return hadrons

    def _charged_multiplicity(self, e, hadrons):
        """Charged primaries of each weakly decaying b hadron, all generations of its decay."""
        ancestor = numpy.where(hadrons, numpy.arange(len(e.pdg)), -1)
        for _ in range(12):
            ancestor = numpy.where(ancestor < 0, e.parent_of(ancestor, -1), ancestor)
        members = ancestor[e.charged]
        number = numpy.bincount(members[members >= 0], minlength=len(e.pdg))
        self.fill("bhad_nch_decay", number[hadrons])

    def _energy_fraction(self, e, hadrons):
        """Energy of b hadrons in b jets over the largest one in the rest frame of the top quark they stem from.

        The reference's number of entries (1.543 per event) is that of the b jets from top quarks.
        """
        def vector(rows):
            return numpy.stack([e.energy[rows], e.px[rows], e.py[rows], e.pz[rows]])

        quark = e.parent
        is_bottom = (quark >= 0) & (e.id[quark] == 5) & (e.status[quark] == events_module.HARD)
        top = numpy.where(is_bottom, e.parent[quark], -1)
        found = hadrons & is_bottom & (top >= 0) & (e.id[top] == 6)
        rows = numpy.nonzero(found)[0]
        boson = numpy.full(len(e.pdg), -1)
        w = (e.id == 24) & (e.parent >= 0)
        boson[e.parent[w]] = numpy.nonzero(w)[0]
        tops = top[rows]
        b, t, m = vector(rows), vector(tops), e.mass[tops]
        product = b[0] * t[0] - (b[1:] * t[1:]).sum(axis=0)
        largest = 0.5 * (m**2 - e.mass[boson[tops]]**2)
        self.fill("xB_top", product / largest)

    def _jets(self, e, hadrons):
        jets = events_module.jets(e)
        wide = numpy.abs(jets.eta) < 4.5
        self.fill("njet_pt25_eta45", numpy.bincount(jets.event[wide], minlength=e.count))
        inside = numpy.abs(jets.eta) < 2.5
        event, pt = jets.event[inside], jets.pt[inside]
        self.fill("njet_pt25_eta25", numpy.bincount(event, minlength=e.count))
        self.fill("ht_jets", numpy.bincount(event, weights=pt, minlength=e.count))
        place = events_module.rank(event)
        for number in [1, 2, 3, 4, 6]:
            self.fill(f"jet{number}_pt", pt[place == number - 1])
        self.fill("jet_eta", jets.eta[inside])
        self.fill("jet_m_over_pt", jets.mass[inside] / pt)
        self.fill("jet_nch_pt05", jets.charged[inside])
        is_bottom, ratio, in_jet = self._tagged(e, hadrons & (e.pt > 5), jets, inside)
        self.fill("bhad_pt_over_jet_pt", ratio)
        number = numpy.bincount(event[is_bottom], minlength=e.count)
        self.fill("nbjet_pt25_eta25", number)
        self.three_b_jets += int(numpy.count_nonzero(number >= 3))
        order = events_module.rank(event[is_bottom])
        self.fill("bjet1_pt", pt[is_bottom][order == 0])
        return in_jet

    @staticmethod
    def _tagged(e, hadrons, jets, inside):
        """Jets with a b hadron within 0.4, the hadron's share of the jet's pT (the hardest within the jet), and the rows of
        hadrons in such jets."""
        event, eta, phi, pt = (values[inside] for values in [jets.event, jets.eta, jets.phi, jets.pt])
        best = numpy.zeros(len(event))
        in_jet = numpy.zeros(len(e.pdg), bool)
        rows = numpy.nonzero(hadrons)[0]
        first = numpy.searchsorted(event, e.event[rows], side="left")
        last = numpy.searchsorted(event, e.event[rows], side="right")
        for row, low, high in zip(rows, first, last):
            dphi = numpy.abs(phi[low:high] - e.phi[row])
            dphi = numpy.minimum(dphi, 2 * numpy.pi - dphi)
            near = numpy.hypot(eta[low:high] - e.eta[row], dphi) < 0.4
            in_jet[row] = near.any()
            best[low:high] = numpy.where(near, numpy.maximum(best[low:high], e.pt[row]), best[low:high])
        return best > 0, best[best > 0] / pt[best > 0], in_jet
