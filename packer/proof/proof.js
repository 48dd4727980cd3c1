'use strict';
// Every page works without this: marks are links to the notes beneath. With it they open as on the device.
(function () {
  var dialog, opener;

  function popup() {
    if (dialog) return dialog;
    dialog = document.createElement('dialog');
    dialog.setAttribute('aria-label', 'Note');
    dialog.innerHTML = '<div class="content"></div><form method="dialog"><button autofocus>Close</button></form>';
    dialog.addEventListener('close', function () {
      if (!opener) return;
      opener.setAttribute('aria-expanded', 'false');
      opener.focus({ preventScroll: true });
    });
    dialog.addEventListener('click', function (event) { if (event.target === dialog) dialog.close(); });
    document.body.appendChild(dialog);
    return dialog;
  }

  function open(mark) {
    var note = document.getElementById('n-' + mark.dataset.note);
    if (!note || !window.HTMLDialogElement) return false;
    var copy = note.cloneNode(true);
    copy.removeAttribute('id');
    copy.querySelectorAll('[id]').forEach(function (e) { e.removeAttribute('id'); });
    var content = popup().querySelector('.content');
    content.replaceChildren(copy);
    opener = mark;
    mark.setAttribute('aria-expanded', 'true');
    dialog.showModal();
    return true;
  }

  document.querySelectorAll('a.mark[data-note]').forEach(function (mark) {
    mark.setAttribute('aria-haspopup', 'dialog');
    mark.addEventListener('click', function (event) { if (open(mark)) event.preventDefault(); });
  });

  document.querySelectorAll('button.copy').forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', function () {
      navigator.clipboard.writeText(button.parentNode.querySelector('code').textContent).then(function () { button.textContent = 'Copied'; });
    });
  });

  var form = document.querySelector('form.find');
  if (!form) return;
  var input = form.querySelector('input'), list = document.getElementById('found'), plain;
  function folded(text) { return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase(); }
  function find() {
    var wanted = folded(input.value.trim()), found = [];
    list.replaceChildren();
    if (!wanted || !window.postilNames) return;
    plain = plain || window.postilNames.map(function (row) { return folded(row[0] + ' | ' + row[3]); });
    for (var i = 0; i < plain.length && found.length < 50; ++i) if (plain[i].indexOf(wanted) >= 0) found.push(window.postilNames[i]);
    found.forEach(function (row) {
      var item = document.createElement('li'), link = document.createElement('a');
      link.href = row[1];
      link.textContent = row[0];
      item.append(link, ' ' + row[2]);
      list.append(item);
    });
    if (!found.length) list.append('no such name');
  }
  form.hidden = false;
  form.addEventListener('submit', function (event) { event.preventDefault(); find(); });
  input.addEventListener('input', function () {
    if (window.postilNames) return find();
    var script = document.createElement('script');
    script.src = 'names.js';
    script.onload = find;
    document.head.append(script);
  });
}());
