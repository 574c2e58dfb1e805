package io.baton.k8s;

import java.util.List;

/** Looks for one kind of mistake. */
interface Check {
  /** Sentences, each of one mistake: which object, what is wrong. None: all is well. */
  List<String> findings(Manifests manifests);
}
