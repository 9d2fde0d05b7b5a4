// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef EIDOLON_CHEPMC3_H
#define EIDOLON_CHEPMC3_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A C face of libhepmc3: events as arrays of plain values. No function throws; a failure is 0 or NULL, and
// eidolon_hepmc3_message says why. An object is used by one thread at a time.

/// A particle; positions are indices from 0, -1 for none. GeV.
typedef struct {
    int32_t pdg_id, status, production_vertex, end_vertex;
    double px, py, pz, energy, mass;
} eidolon_hepmc3_particle;

/// A vertex: mm, and mm for t times c.
typedef struct {
    int32_t status;
    /// 0 for a vertex that took its position from an ancestor or the event.
    int32_t has_position;
    double x, y, z, t;
} eidolon_hepmc3_vertex;

/// An event with memory that is used again.
typedef struct eidolon_hepmc3_event eidolon_hepmc3_event;

eidolon_hepmc3_event *eidolon_hepmc3_event_make(void);
void eidolon_hepmc3_event_free(eidolon_hepmc3_event *event);
void eidolon_hepmc3_event_clear(eidolon_hepmc3_event *event);
/// Reads one event from text with header and footer (format Asciiv3); 1 for success.
int eidolon_hepmc3_event_read(eidolon_hepmc3_event *event, const char *text, size_t size);
/// Why the last call on this event failed; empty if none did.
const char *eidolon_hepmc3_message(const eidolon_hepmc3_event *event);

int64_t eidolon_hepmc3_number(const eidolon_hepmc3_event *event);
void eidolon_hepmc3_set_number(eidolon_hepmc3_event *event, int64_t number);
size_t eidolon_hepmc3_particle_count(const eidolon_hepmc3_event *event);
const eidolon_hepmc3_particle *eidolon_hepmc3_particles(const eidolon_hepmc3_event *event);
size_t eidolon_hepmc3_vertex_count(const eidolon_hepmc3_event *event);
const eidolon_hepmc3_vertex *eidolon_hepmc3_vertices(const eidolon_hepmc3_event *event);
size_t eidolon_hepmc3_weight_count(const eidolon_hepmc3_event *event);
const double *eidolon_hepmc3_weights(const eidolon_hepmc3_event *event);
void eidolon_hepmc3_add_particle(eidolon_hepmc3_event *event, eidolon_hepmc3_particle particle);
void eidolon_hepmc3_add_vertex(eidolon_hepmc3_event *event, eidolon_hepmc3_vertex vertex);
void eidolon_hepmc3_add_weight(eidolon_hepmc3_event *event, double weight);

/// A file of events in ASCII, units GEV and MM.
typedef struct eidolon_hepmc3_writer eidolon_hepmc3_writer;

/// NULL if the file cannot be opened. `names` are the names of the weights.
eidolon_hepmc3_writer *eidolon_hepmc3_writer_open(
    const char *path, const char *const *names, size_t name_count, const char *tool, const char *version,
    const char *description);
/// 1 for success.
int eidolon_hepmc3_writer_write(eidolon_hepmc3_writer *writer, eidolon_hepmc3_event *event);
/// Writes the end of the file and frees the writer; 1 if everything has reached the file.
int eidolon_hepmc3_writer_close(eidolon_hepmc3_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
