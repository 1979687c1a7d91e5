// A router in five lines, as publishers have them.
const tickets = document.createElement('foyer-tickets');
tickets.setAttribute('widget', '__WIDGET__');
tickets.innerHTML = '<a href="__ORIGIN__/w/__WIDGET__">Buy tickets</a>';
const first = document.getElementById('first');
document.getElementById('show').onclick = () => first.replaceChildren(tickets);
document.getElementById('hide').onclick = () => first.replaceChildren('About us');
document.getElementById('move').onclick = () => document.getElementById('second').append(tickets);
